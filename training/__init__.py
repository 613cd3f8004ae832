"""The offline shell: corpora, fitting, evaluation, publishing."""
