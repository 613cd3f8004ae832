"""What an operator needs of the service: logs, metrics, bounded work, stop and reload."""
