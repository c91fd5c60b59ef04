#!/usr/bin/env python3
"""Writes the invented data of the five stages: contacts and what they do in 2024 and 2025, from the first form to the second order.

    python3 journeys/cinq-etapes/make-data.py [FOLDER]

The seed is fixed: the same files come out on every machine, byte for byte (see `invented.py`).
"""

import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import FIRST_NAMES, address_of, at_time, between, chance, day, email_of, folder_asked, minute, mobile_of, oui_non, one_of, waiting_days, weighted, write  # noqa: E402

SEED = 20250105
CLIENTS = 260  # have bought before 2025
LEADS = 380  # leave their coordinates in 2025
BEGIN, RUN, END = datetime(2024, 1, 1), datetime(2025, 1, 1), datetime(2026, 1, 1)

# How often a lead of that kind becomes hot; people that a friend sent do so more often.
HEAT = {"premier_logement": 0.25, "famille": 0.34, "renovation": 0.45}
STARS = [(5, 48), (4, 25), (3, 12), (2, 8), (1, 7)]
STARS_AFTER_DELAY = [(5, 18), (4, 22), (3, 22), (2, 18), (1, 20)]


class Story:
    """All rows of all files, as they come into being."""

    def __init__(self, rng):
        self.rng = rng
        self.orders = 0
        self.rows = {name: [] for name in FILES}

    def add(self, name, customer, at, *values):
        if at < END:
            self.rows[name].append((customer, minute(at), *values))

    def some_time(self, after, mean):
        """Some days later, while people are awake."""
        later = after + timedelta(days=1 + waiting_days(self.rng, mean))
        return at_time(self.rng, later, 480, 1_320)


FILES = {
    "demandes": ["source"],
    "visites": ["page"],
    "devis": ["montant"],
    "appels": ["issue"],
    "achats": ["commande", "montant", "lieu"],
    "livraisons": ["etape", "commande"],
    "avis": ["commande", "note"],
    "reclamations": ["dossier", "etat"],
    "parrainages": [],
    "changements": ["attribut", "valeur"],
}


def order(story, customer, at):
    """An order and all that follows it; gives back when it was delivered."""
    rng = story.rng
    story.orders += 1
    number = f"K{story.orders:05}"
    amount = 90 + waiting_days(rng, 620)
    story.add("achats", customer, at, number, f"{amount:.2f}", "showroom" if chance(rng, 0.55) else "site")
    shipped = at_time(rng, at + timedelta(days=3 + waiting_days(rng, 9)), 420, 540)
    delayed = chance(rng, 0.14)
    if delayed:
        story.add("livraisons", customer, shipped - timedelta(days=1), "retard", number)
        shipped += timedelta(days=between(rng, 6, 20))
    story.add("livraisons", customer, shipped, "expedition", number)
    delivered = at_time(rng, shipped + timedelta(days=between(rng, 1, 3)), 540, 1_080)
    story.add("livraisons", customer, delivered, "livraison", number)
    after(story, customer, number, delivered, delayed)
    return delivered


def after(story, customer, number, delivered, delayed):
    """Complaints, reviews, friends."""
    rng = story.rng
    if chance(rng, 0.05):
        opened = story.some_time(delivered, 4)
        story.add("reclamations", customer, opened, f"R-{number}", "ouverte")
        if chance(rng, 0.9):
            story.add("reclamations", customer, story.some_time(opened, 7), f"R-{number}", "close")
        return
    if not chance(rng, 0.5):
        return
    reviewed = story.some_time(delivered + timedelta(days=6), 9)
    stars = weighted(rng, STARS_AFTER_DELAY if delayed else STARS)
    story.add("avis", customer, reviewed, number, stars)
    if stars <= 2:
        if reviewed < RUN:  # in the run it is the journey that opens the case
            story.add("reclamations", customer, reviewed, number, "ouverte")
        if reviewed < RUN or chance(rng, 0.85):
            story.add("reclamations", customer, story.some_time(reviewed, 7), number, "close")
    if stars == 5 and chance(rng, 0.22):
        story.add("parrainages", customer, story.some_time(reviewed + timedelta(days=7), 20))


def lead(story, customer, asked, persona):
    """What somebody does after a form; gives back when they bought, if they did."""
    rng = story.rng
    source = weighted(rng, [("site", 50), ("foire", 18), ("reseaux", 22), ("parrainage", 10)])
    story.add("demandes", customer, asked, source)
    at = asked
    for _ in range(between(rng, 0, 5)):
        at = story.some_time(at, 14)
        story.add("visites", customer, at, weighted(rng, [("inspiration", 60), ("produit", 32), ("prix", 8)]))
    if not chance(rng, HEAT[persona] + (0.2 if source == "parrainage" else 0)):
        return story.some_time(asked, 60) if chance(rng, 0.05) else None
    at = story.some_time(asked, 30)
    for _ in range(between(rng, 3, 5)):
        story.add("visites", customer, at, "prix" if chance(rng, 0.35) else "produit")
        at += timedelta(hours=2 + 26 * rng.random())
    if not chance(rng, 0.65):
        return story.some_time(at, 10) if chance(rng, 0.15) else None
    story.add("devis", customer, at, f"{150 + waiting_days(rng, 900):.2f}")
    for _ in range(3):
        at = at_time(rng, at + timedelta(days=between(rng, 1, 2)), 605, 1_195)
        outcome = weighted(rng, [("sans_reponse", 35), ("vente", 38), ("pas_de_vente", 27)])
        story.add("appels", customer, at, outcome)
        if outcome == "vente":
            return story.some_time(at, 5)
        if outcome == "pas_de_vente":
            return None
    return None


def live(story, customer, born_client, since, persona):
    """One contact's two years."""
    rng = story.rng
    at = since if born_client else lead(story, customer, since, persona)
    while at is not None and at < END:
        delivered = order(story, customer, at)
        at = story.some_time(delivered, 110) if chance(rng, 0.34) else None
    if chance(rng, 0.12):
        moved = at_time(rng, max(since, RUN) + timedelta(days=int(rng.random() * 360)), 480, 1_320)
        story.add("changements", customer, moved, "adresse", address_of(rng)[1])
    if chance(rng, 0.04):
        story.add("changements", customer, story.some_time(max(since, RUN), 120), "optin_email", "non")


def main(folder):
    rng = random.Random(SEED)
    story = Story(rng)
    contacts = []
    for number in range(CLIENTS + LEADS):
        customer = f"P{number + 1:04}"
        is_client = number < CLIENTS
        name = one_of(rng, FIRST_NAMES)
        begin, days = (BEGIN, 365) if is_client else (RUN, 330)
        since = at_time(rng, begin + timedelta(days=int(rng.random() * days)), 480, 1_320)
        persona = weighted(rng, [("premier_logement", 30), ("famille", 45), ("renovation", 25)])
        told = chance(rng, 0.6 if is_client else 0.25)
        if not told and not is_client and chance(rng, 0.42):
            story.add("changements", customer, since + timedelta(days=2 + waiting_days(rng, 4)), "persona", persona)
        has_phone = chance(rng, 0.78)
        contacts.append(
            (
                customer,
                name if chance(rng, 0.95) else "",
                email_of(name, customer) if chance(rng, 0.94) else "",
                mobile_of(number) if has_phone else "",
                address_of(rng)[1] if chance(rng, 0.9 if is_client else 0.35) else "",
                day(datetime(1950, 1, 1) + timedelta(days=int(rng.random() * 55 * 365))) if chance(rng, 0.6) else "",
                persona if told else "",
                oui_non(chance(rng, 0.82)),
                oui_non(has_phone and chance(rng, 0.55)),
                oui_non(has_phone and chance(rng, 0.4)),
                oui_non(chance(rng, 0.012)),
                day(since),
            )
        )
        live(story, customer, is_client, since, persona)

    header = "id prenom email telephone adresse naissance persona optin_email optin_sms optin_appel opposition connu_depuis"
    write(folder, "contacts.csv", header.split(), contacts)
    for name, fields in FILES.items():
        write(folder, f"{name}.csv", ["contact", "date", *fields], sorted(story.rows[name], key=lambda row: (row[1], row[0])))


if __name__ == "__main__":
    main(folder_asked(__file__))
