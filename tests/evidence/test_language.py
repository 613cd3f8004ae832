"""language: English news is told from other languages, and too little text is said to be unclear."""

import gzip
import json
from collections.abc import Container
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.language import foreign, language
from evidence.scorer import Scorer
from evidence.segment import paragraphs

NEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "news" / "articles.jsonl.gz"

ENGLISH = [
    "The council said on Tuesday that the bridge would stay closed until the spring.",
    "A man was arrested in Leeds after a car hit two parked vans, police said.",
    "“I did not see it,” she told the court, and then she was asked why she had left.",
    "He is said to have met the señora of the Société Générale in Köln and in São Paulo.",
]
OTHER = {
    "German": (
        "Die Regierung hat am Dienstag beschlossen, die Steuern zu senken, weil die Wirtschaft in den "
        "letzten Monaten langsamer gewachsen war. Der Minister sagte, dass man in dieser Lage handeln "
        "müsse."
    ),
    "French": (
        "Le gouvernement a annoncé mardi une baisse des impôts pour l'année prochaine, car la croissance"
        " a été plus faible que prévu. Le ministre a dit que des mesures étaient nécessaires."
    ),
    "Spanish": (
        "El gobierno anunció el martes que bajará los impuestos el próximo año, porque la economía "
        "creció menos de lo esperado. El ministro dijo que era necesario actuar con rapidez."
    ),
    "Italian": (
        "Il governo ha annunciato martedì che ridurrà le tasse il prossimo anno, perché l'economia è "
        "cresciuta meno del previsto negli ultimi mesi. Il ministro ha detto che era necessario agire."
    ),
    "Dutch": (
        "De regering heeft dinsdag besloten om de belastingen volgend jaar te verlagen, omdat de "
        "economie minder was gegroeid dan verwacht. Hij had al gezegd dat het kabinet of de Kamer snel "
        "in actie is en was."
    ),
    "Portuguese": (
        "O governo anunciou na terça-feira que vai reduzir os impostos no próximo ano, porque a economia"
        " cresceu menos do que o esperado. O ministro disse que era preciso agir depressa."
    ),
    "Swedish": (
        "Regeringen meddelade på tisdagen att skatterna ska sänkas nästa år, eftersom ekonomin har vuxit"
        " långsammare än väntat. Ministern sade att det var nödvändigt att handla snabbt i den här byn."
    ),
    "Danish": (
        "Regeringen meddelte tirsdag, at skatterne skal sænkes næste år, fordi økonomien er vokset "
        "langsommere end ventet. Ministeren sagde, at der var brug for at handle hurtigt over for den "
        "by, han havde besøgt."
    ),
    "Indonesian": (
        "Pemerintah mengumumkan pada hari Selasa bahwa pajak akan diturunkan tahun depan karena ekonomi "
        "tumbuh lebih lambat dari yang diharapkan. Menteri itu mengatakan bahwa tindakan cepat "
        "diperlukan."
    ),
    "Turkish": (
        "Hükümet salı günü, ekonominin son aylarda beklenenden daha yavaş büyümesi nedeniyle gelecek yıl"
        " vergileri düşüreceğini açıkladı. Bakan, her durumda hızlı hareket etmenin gerekli olduğunu "
        "söyledi. Muhalefet ise bu kararın çok geç alındığını ve yoksul aileler için bir çözüm "
        "olmadığını savundu."
    ),
    "Russian": ("Правительство объявило во вторник, что в следующем году снизит налоги."),
    "Arabic": ("أعلنت الحكومة يوم الثلاثاء أنها ستخفض الضرائب في العام المقبل."),
    "Chinese": (
        "政府星期二宣布，明年将降低税收，因为过去几个月经济增长低于预期。部长表示，现在必"
        "须迅速采取行动，否则情况会变得更糟。"
    ),
    "Finnish": (
        "Hallitus ilmoitti tiistaina alentavansa veroja ensi vuonna, koska talous kasvoi odotettua "
        "hitaammin. Ministeri sanoi, että nopeat toimet olivat välttämättömiä, ja lupasi lisää rahaa "
        "kunnille, kouluille sekä sairaaloille heti ensi kesänä, kun uusi laki tulee voimaan kaikkialla "
        "maassa samaan aikaan."
    ),
}
SHORT_ENGLISH = [
    "",
    " \n ",
    "Yes.",
    "Rain",
    "e\u0301 \ufffc",
    "It rained.",
    "Hello there, world",
    "12 345 678 90 ... !!!",
    "Fire in Leeds kills two",
    "👍" * 60,
    "Photographer: Anna Bell, Getty Images. Editor: Tom Hale. Layout: Jane Roe, Press Agency",
]
SHORT_OTHER = [
    "Die Regierung hat die Steuern gesenkt.",
    "La maison brûle depuis hier.",
    "Il presidente si è dimesso ieri.",
    "De minister trad gisteren af.",
    "政府宣布减税。",
    "الحكومة",
    "Правительство",
]
UNCLEAR = [
    "Das Haus brennt.",
    "Le chat dort.",
    "El presidente renunció ayer.",
    "Bakan dün istifa etti.",
    "Guten Morgen",
]


@pytest.fixture(scope="module")
def known(shipped: Scorer) -> Container[str]:
    return shipped.analyst.reader.vocabulary


@pytest.mark.parametrize("text", [*ENGLISH, *SHORT_ENGLISH])
def test_english_is_english_however_short(text: str, known: Container[str]) -> None:
    assert language(text, known) == "english"


@pytest.mark.parametrize("name", OTHER)
def test_other_languages_are_not_english(name: str, known: Container[str]) -> None:
    assert language(OTHER[name], known) == "other"


@pytest.mark.parametrize("text", SHORT_OTHER)
def test_a_short_text_in_another_script_or_with_its_function_words_is_not_english(
    text: str, known: Container[str]
) -> None:
    assert language(text, known) == "other"


@pytest.mark.parametrize("text", UNCLEAR)
def test_a_few_words_that_english_news_does_not_use_are_unclear(text: str, known: Container[str]) -> None:
    assert language(text, known) == "unclear"


def test_foreign_names_do_not_make_english_foreign(known: Container[str]) -> None:
    text = "The mayor of Los Angeles met Ursula von der Leyen and the mayor of Rio de Janeiro in Las Vegas."
    assert language(text, known) == "english"


NAMES = [
    "De Blasio beat de la Cruz, de Leon and del Valle by 12 points.",
    "Oscar de la Renta, Carolina Herrera and Oscar de la Hoya attended.",
    "The Palacio de la Moneda, Museo de la Memoria, Plaza de Armas and Parque de la Paz were closed.",
    "Real Madrid beat Borussia Dortmund 2-1; de Jong, van Dijk, van der Sar and Di Maria scored.",
    "Les Mots et les Choses, Que Sera and Die Zeit und das Sein topped the list.",
]


@pytest.mark.parametrize("name", OTHER.keys() - {"Finnish"})
def test_a_passage_in_another_language_is_told_from_english_ones(name: str) -> None:
    assert foreign([ENGLISH[0], OTHER[name], ENGLISH[1]]) == [False, True, False]


@pytest.mark.parametrize("text", [*ENGLISH, *SHORT_ENGLISH, *NAMES])
def test_names_and_quotations_of_other_languages_do_not_make_a_passage_foreign(text: str) -> None:
    assert foreign([text]) == [False]


@pytest.mark.parametrize(
    ("passage", "other"),
    [
        ("Rat Haus Amt Tag und nicht wird", False),  # seven words
        ("Rat Haus Amt Tag Ort und nicht wird", True),
        ("Rat Haus Amt Tag Ort Jahr und nicht", False),  # two function words
        ("Rat Haus Amt Tag Ort und nicht wird the", True),
        ("Rat Haus Amt Tag und nicht wird sich the they", False),  # twice as many as English ones
        ("Rat Haus Amt Tag Ort Und Nicht Wird", False),  # as a title has them
        ("Дождь", True),
        ("Rain in Дождь", False),
    ],
)
def test_a_passage_is_foreign_by_its_script_or_by_enough_function_words(passage: str, other: bool) -> None:
    assert foreign([passage]) == [other]


def test_hardly_a_paragraph_of_the_news_is_taken_for_another_language() -> None:
    if not NEWS.exists():
        pytest.skip(f"the news articles are not beside the repository ({NEWS.name})")
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    found = [foreign([text[span.start : span.end] for span in paragraphs(text, 0, len(text))]) for text in texts]
    assert sum(map(len, found)) > 100_000
    assert sum(map(sum, found)) <= 4


@given(st.text())
def test_every_text_gets_an_answer(text: str) -> None:
    assert language(text, frozenset()) in ("english", "other", "unclear")


def test_no_news_article_is_taken_for_another_language(known: Container[str]) -> None:
    if not NEWS.exists():
        pytest.skip(f"the news articles are not beside the repository ({NEWS.name})")
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        answers = [language(json.loads(line)["text"], known) for line in lines]
    assert set(answers) == {"english"}
