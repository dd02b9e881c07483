#!/usr/bin/env python3
"""Writes fixtures/pdf-turned/turned.pdf: first slides of fixtures/decks whose sheets lie on their sides or stand on their
heads and are turned to be shown, as scanners and some printers' drivers write them. The last one is not even turned to be
shown: its reader turns the paper.

    scripts/make_turned.py        # from the top of the repository; needs pikepdf
"""
import pikepdf

# Deck, degrees by which the content lies, degrees by which a viewer turns it.
SLIDES = [("roadmap-2026-office", 90, 90), ("cards-2026-office", 180, 180), ("ruled-2026-office", 270, 270),
          ("list-2026-office", 90, 0)]

turned = pikepdf.new()
for deck, lies, shown in SLIDES:
    with pikepdf.open(f"fixtures/decks/{deck}.pdf") as pdf:
        turned.pages.append(pdf.pages[0])
    page = turned.pages[-1]
    _, _, width, height = (float(side) for side in page.mediabox)
    matrix, size = {90: ((0, 1, -1, 0, height, 0), (height, width)), 180: ((-1, 0, 0, -1, width, height), (width, height)),
                    270: ((0, -1, 1, 0, 0, width), (height, width))}[lies]
    page.mediabox = [0, 0, *size]
    for box in ("/CropBox", "/TrimBox"):
        if box in page:
            del page[box]
    page.rotate(shown, relative=False)
    page.contents_add(f"q {' '.join(f'{number:g}' for number in matrix)} cm".encode(), prepend=True)
    page.contents_add(b"Q")
turned.save("fixtures/pdf-turned/turned.pdf", deterministic_id=True)
