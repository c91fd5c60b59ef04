#!/usr/bin/env python3
"""Writes the invented data of a home-ware chain: customers, memberships, purchases in shops and on the site, abandoned baskets, visits.

Nobody in these files exists (see journeys/invented.py). The seed is fixed: the same files come out on every machine, byte for byte.

    python3 journeys/deux-services/make-data.py [FOLDER]

FOLDER is where the files go, by default `data` beside this script. Only the standard library is used.
"""

import random
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True  # no folder beside the programmes
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import (
    FIRST_NAMES,
    at_time,
    between,
    chance,
    day,
    email_of,
    folder_asked,
    minute,
    mobile_of,
    one_of,
    oui_non,
    waiting_days,
    weighted,
    write,
)

SEED = 20250703
CUSTOMERS = 600
BEGIN = datetime(2024, 7, 1)
RUN = datetime(2025, 7, 1)
END = datetime(2026, 1, 1)

SECTIONS = [("maison", 40), ("cuisine", 30), ("jardin", 18), ("enfants", 12)]

# Mean days between purchases, and share of the customers.
RHYTHMS = [(24, 15), (55, 40), (110, 45)]


def main(folder):
    rng = random.Random(SEED)
    customers, joins, purchases, baskets, visits = [], [], [], [], []
    for number in range(CUSTOMERS):
        customer = f"D{number + 1:04}"
        name = one_of(rng, FIRST_NAMES)
        rhythm = weighted(rng, RHYTHMS)
        web_share = weighted(rng, [(0.05, 35), (0.4, 40), (0.9, 25)])
        leaves = BEGIN + timedelta(days=int(rng.random() * 700)) if chance(rng, 0.3) else END
        joined = BEGIN + timedelta(days=int(rng.random() * 640) - 140) if chance(rng, 0.72) else None
        joined = at_time(rng, joined, 600, 1_170) if joined is not None else None
        if joined is not None and joined < END:
            joins.append((customer, joined))
        at = BEGIN + timedelta(days=waiting_days(rng, rhythm))
        while at < min(leaves, END):
            channel = "web" if chance(rng, web_share) else "magasin"
            at = at_time(rng, at, 450, 1_380) if channel == "web" else at_time(rng, at, 600, 1_170)
            amount = round((8 + waiting_days(rng, 34)) * 100) / 100
            if channel == "web":
                # People look around for some days before they buy; some leave a basket behind and come back.
                for _ in range(between(rng, 0, 4)):
                    seen = at - timedelta(minutes=5 + int(rng.random() * 4_000))
                    if seen >= RUN - timedelta(days=5):
                        visits.append((customer, seen, weighted(rng, SECTIONS)))
                if chance(rng, 0.3):
                    baskets.append((customer, at - timedelta(minutes=90 + int(rng.random() * 3_000)), f"{amount:.2f}"))
            if at < END:
                purchases.append((customer, at, f"{amount:.2f}", channel, int(amount) if joined is not None and at >= joined else 0))
            at += timedelta(days=1 + waiting_days(rng, rhythm))
        # Sessions that lead to nothing.
        at = RUN + timedelta(days=waiting_days(rng, 30))
        while web_share > 0.1 and at < min(leaves, END):
            for _ in range(between(rng, 1, 5)):
                seen = at_time(rng, at, 420, 1_410)
                visits.append((customer, seen, weighted(rng, SECTIONS)))
                if chance(rng, 0.12):
                    amount = 12 + waiting_days(rng, 45)
                    baskets.append((customer, seen + timedelta(minutes=between(rng, 2, 25)), f"{amount:.2f}"))
                at += timedelta(days=rng.random())
            at += timedelta(days=2 + waiting_days(rng, 26))
        has_email, has_phone = chance(rng, 0.92), chance(rng, 0.66)
        birthday = datetime(between(rng, 1950, 2004), 1, 1) + timedelta(days=int(rng.random() * 365))
        customers.append(
            (
                customer,
                name if chance(rng, 0.96) else "",
                email_of(name, customer) if has_email else "",
                mobile_of(number) if has_phone else "",
                day(birthday) if joined is not None and chance(rng, 0.7) else "",
                oui_non(has_email and chance(rng, 0.84)),
                oui_non(has_phone and chance(rng, 0.5)),
                oui_non(chance(rng, 0.012)),
            )
        )

    write(
        folder,
        "clients.csv",
        ["id", "prenom", "courriel", "mobile", "naissance", "accord_courriel", "accord_sms", "opposition"],
        customers,
    )

    def rows(name, header, items):
        items = sorted((item for item in items if item[1] < END), key=lambda item: (item[1], item[0]))
        write(folder, name, ["client", "date", *header], [(item[0], minute(item[1]), *item[2:]) for item in items])

    rows("adhesions.csv", [], joins)
    rows("achats.csv", ["montant", "canal", "points"], purchases)
    rows("conversions.csv", ["points"], conversions(purchases))
    rows("paniers.csv", ["montant"], baskets)
    rows("visites.csv", ["rubrique"], visits)


def conversions(purchases):
    """The vouchers of the time before the run: 500 points become one as soon as they are there. In the run the programme makes them itself."""
    points, made = Counter(), []
    for customer, at, _, _, gained in sorted(purchases, key=lambda purchase: (purchase[1], purchase[0])):
        points[customer] += gained
        if points[customer] >= 500 and at < RUN:
            points[customer] -= 500
            made.append((customer, at, 500))
    return made


if __name__ == "__main__":
    main(folder_asked(__file__))
