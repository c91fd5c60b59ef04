#!/usr/bin/env python3
"""Writes the invented data of the garden tools maker: four kinds of customers, each known to every tool under another identifier.

    python3 journeys/segments-et-contacts/make-data.py [FOLDER]

The seed is fixed: the same files come out on every machine, byte for byte (see `invented.py`).
"""

import random
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import FIRST_NAMES, LAST_NAMES, address_of, at_time, between, chance, email_of, folder_asked, minute, mobile_of, oui_non, one_of, waiting_days, weighted, write  # noqa: E402

SEED = 20250306
CUSTOMERS = 480
BEGIN, END = datetime(2024, 1, 1), datetime(2026, 1, 1)

KINDS = [("particulier", 62), ("paysagiste", 22), ("collectivite", 7), ("revendeur", 9)]
# Mean days between purchases, and mean amount.
HABITS = {
    "particulier": [((160, 95), 100)],
    "paysagiste": [((55, 240), 72), ((26, 640), 28)],
    "collectivite": [((240, 3_800), 100)],
    "revendeur": [((45, 2_900), 100)],
}
WEBINAR, FAIR, GARDEN_SHOW = datetime(2025, 3, 6, 11), datetime(2025, 9, 23), datetime(2025, 4, 25)


class Person:
    """One customer and the names that the tools have for them."""

    def __init__(self, rng, number):
        self.id = f"C{number + 1:04}"
        self.kind = weighted(rng, KINDS)
        self.card, self.account, self.badge = f"F{70_000 + number * 13}", f"W{number * 977 % 100_000:05}", f"S{number * 31 % 10_000:04}"
        family = one_of(rng, LAST_NAMES)
        first = one_of(rng, FIRST_NAMES)
        self.name = {
            "particulier": f"{first} {family}",
            "paysagiste": f"{family} Paysage",
            "collectivite": f"Ville de {family}-sur-Mer",
            "revendeur": f"Jardinerie {family}",
        }[self.kind]
        self.email = email_of(first if self.kind == "particulier" else family, self.id) if chance(rng, 0.93) else ""
        self.phone = mobile_of(number) if chance(rng, 0.8) else ""
        self.uses_site = chance(rng, 0.7)


def purchases_of(rng, person):
    """When, for how much and where; one customer in nine has never bought."""
    if chance(rng, 0.11):
        return []
    days, amount = weighted(rng, HABITS[person.kind])
    rows, at = [], BEGIN + timedelta(days=waiting_days(rng, days))
    while at < END:
        if 2 <= at.month <= 11 or chance(rng, 0.3):
            on_site = person.uses_site and chance(rng, 0.45)
            when = at_time(rng, at, 420, 1_380) if on_site else at_time(rng, at, 540, 1_140)
            rows.append((when, 8 + waiting_days(rng, amount), on_site))
        at += timedelta(days=1 + waiting_days(rng, days - 1))
    return rows


def browsing_of(rng, person, bought, add):
    """Visits and baskets on the site; half of the baskets end in a purchase, some of them in a shop."""
    for _ in range(between(rng, 0, 4)):
        at = at_time(rng, datetime(2025, 1, 5) + timedelta(days=int(rng.random() * 350)), 420, 1_380)
        add("visites-site", person.account, at, weighted(rng, [("conseil", 45), ("produit", 38), ("prix", 17)]))
    if person.kind != "particulier":
        return
    for when, amount, on_site in bought:
        if when.year == 2025 and chance(rng, 0.35):  # the basket came first, wherever the purchase was made
            before = when - timedelta(minutes=between(rng, 8, 170) if on_site else between(rng, 25, 900))
            add("paniers", person.account, before, f"{amount:.2f}")
    if chance(rng, 0.4):
        at = at_time(rng, datetime(2025, 2, 1) + timedelta(days=int(rng.random() * 270)), 420, 1_380)
        add("paniers", person.account, at, f"{20 + waiting_days(rng, 420):.2f}")


def meetings_of(rng, person, add):
    """Webinar, fairs and calls, each in the words of its own tool."""
    if person.kind == "paysagiste" and person.email and chance(rng, 0.36):
        signed = at_time(rng, datetime(2025, 2, 10) + timedelta(days=int(rng.random() * 22)), 560, 1_200)
        add("webinaires", person.email, signed, "2025-03-06")
        if chance(rng, 0.62):
            add("participants", person.email, WEBINAR + timedelta(minutes=between(rng, 1, 12)), "2025-03-06")
    show = "pro" if person.kind == "revendeur" and chance(rng, 0.58) else None
    if person.kind == "paysagiste" and chance(rng, 0.12):
        show = "pro"
    if show:
        add("badges-salon", person.badge, at_time(rng, FAIR + timedelta(days=between(rng, 0, 2)), 545, 1_080), show)
    if person.kind in ("particulier", "paysagiste") and chance(rng, 0.14):
        seen = at_time(rng, GARDEN_SHOW + timedelta(days=between(rng, 0, 2)), 605, 1_110)
        add("badges-salon", person.badge, seen, "jardin")
        if person.uses_site and chance(rng, 0.5):
            for page in ["produit", "prix"]:
                seen = seen + timedelta(minutes=between(rng, 2, 9)) if page == "prix" else at_time(rng, seen + timedelta(days=between(rng, 1, 12)), 1_140, 1_380)
                add("visites-site", person.account, seen, page)
    if person.kind == "paysagiste":
        for month in range(1, 13):
            if chance(rng, 0.5):
                at = at_time(rng, datetime(2025, month, 6) + timedelta(days=between(rng, 0, 6)), 605, 1_190)
                add("appels", person.id, at, weighted(rng, [("rendez_vous", 22), ("interesse", 33), ("pas_interesse", 20), ("sans_reponse", 25)]))


def main(folder):
    rng = random.Random(SEED)
    people, files = [], defaultdict(list)

    def add(name, who, at, *values):
        if at < END:
            files[name].append((who, minute(at), *values))

    for number in range(CUSTOMERS):
        person = Person(rng, number)
        trade = person.kind != "particulier"
        postcode, address = address_of(rng)
        people.append(
            (
                person.id,
                person.name,
                person.email,
                person.phone,
                address if chance(rng, 0.95 if trade else 0.7) else "",
                postcode,
                person.kind,
                oui_non(chance(rng, 0.9 if trade else 0.78)),
                oui_non(person.phone and chance(rng, 0.5)),
                oui_non(not trade and person.phone and chance(rng, 0.3)),
                oui_non(chance(rng, 0.015)),
            )
        )
        files["identifiants"] += [(person.card, person.id, "carte"), (person.account, person.id, "site"), (person.badge, person.id, "badge")]
        if person.email:
            files["identifiants"].append((person.email, person.id, "courriel"))
        bought = purchases_of(rng, person)
        for at, amount, on_site in bought:
            where = ("achats-site", person.account, "site") if on_site else ("achats-magasin", person.card, "magasin")
            add(where[0], where[1], at, f"{amount:.2f}", where[2])
        if person.uses_site:
            browsing_of(rng, person, bought, add)
        meetings_of(rng, person, add)

    header = "id nom email telephone adresse code_postal type optin_email optin_sms optin_telephone opposition"
    write(folder, "clients.csv", header.split(), people)
    write(folder, "identifiants.csv", ["source_id", "customer_id", "origine"], files["identifiants"])
    headers = {
        "achats-magasin": ["carte", "date", "montant", "lieu"],
        "achats-site": ["compte", "date", "montant", "lieu"],
        "paniers": ["compte", "date", "montant"],
        "visites-site": ["compte", "date", "page"],
        "badges-salon": ["badge", "date", "salon"],
        "webinaires": ["adresse", "inscrit", "seance"],
        "participants": ["adresse", "connecte", "seance"],
        "appels": ["client", "date", "issue"],
    }
    for name, columns in headers.items():
        write(folder, f"{name}.csv", columns, sorted(files[name], key=lambda row: (row[1], row[0])))


if __name__ == "__main__":
    main(folder_asked(__file__))
