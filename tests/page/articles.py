"""Articles of our own that the journeys read, with what the shipped model thinks of them."""

from __future__ import annotations

TITLE = "Harbour bridge to close for repairs"
STRONG = "“We measured cracks in three of the nine piers,” Ida Falk, the town engineer of Velsbridge, told reporters."
WEAK = "A contractor has reportedly offered to do it for less."
UNNAMED = "Two officials said that the work may last until spring."
DENIED = "It is unknown whether any ferry will sail meanwhile."
AGAIN = "Falk said that her office would publish every figure."
SURVEY = "The survey that her office published puts the cost at 4.2 million crowns."
TEXT = f"{STRONG} {SURVEY}\n\n{WEAK} {UNNAMED}\n\n{AGAIN} {DENIED}"
EARLIER = f"{STRONG} The cost is said to be 4.2 million crowns.\n\n{WEAK} {UNNAMED}\n\n{DENIED}"
HTML = f"<article><h1>{TITLE}</h1><p>{STRONG}</p><script>let hidden = 1;</script><p>{WEAK} {UNNAMED}</p></article>"
MARKDOWN = f"# {TITLE}\n\n{STRONG}\n\n* {WEAK}\n* *{UNNAMED}*\n"
FRENCH = "Le ministre a dit que la pluie tombait depuis trois jours. " * 5
