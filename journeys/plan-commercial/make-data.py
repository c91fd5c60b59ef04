#!/usr/bin/env python3
"""Writes the invented data of the fashion chain: customers, purchases from July 2024 to December 2026, baskets left behind, complaints.

Campaigns have an effect planted, so that the simulation has something to find: who is in which control group is known beforehand
(language reference 7.2), and CAMPAIGNS says how much the others buy on top.

    python3 journeys/plan-commercial/make-data.py [FOLDER]

FOLDER is where the files go, by default `data` beside this script.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import (  # noqa: E402
    FIRST_NAMES,
    at_time,
    between,
    chance,
    day,
    email_of,
    folder_asked,
    held_out,
    minute,
    mobile_of,
    one_of,
    oui_non,
    waiting_days,
    weighted,
    write,
)
from random import Random  # noqa: E402

SEED = 20260107
CUSTOMERS = 900
SALT = "plan-2026"
BEGIN, RUN, END = datetime(2024, 7, 1), datetime(2026, 1, 1), datetime(2027, 1, 1)

# Share of the customers, mean days between purchases, mean basket, chance that a purchase is the last one.
HABITS = [((50, 70, 0.02), 14), ((95, 58, 0.05), 36), ((190, 50, 0.12), 32), ((120, 42, 0.8), 18)]

# Day, days of its effect, chance that a control customer buys because of the season, and that a contacted one does on top.
CAMPAIGNS = {
    "soldes_hiver": (datetime(2026, 1, 7), 18, 0.06, 0.10),
    "collection_printemps": (datetime(2026, 2, 24), 18, 0.02, 0.03),
    "privee_avril": (datetime(2026, 4, 10), 4, 0.01, 0.16),
    "fete_des_meres": (datetime(2026, 5, 19), 11, 0.05, 0.04),
    "privee_ete": (datetime(2026, 6, 19), 4, 0.01, 0.11),
    "soldes_ete": (datetime(2026, 6, 24), 18, 0.06, 0.08),
    "rentree": (datetime(2026, 8, 25), 18, 0.03, 0.02),
    "collection_automne": (datetime(2026, 9, 15), 18, 0.02, 0.04),
    "privee_octobre": (datetime(2026, 10, 16), 4, 0.01, 0.14),
    "vendredi_noir": (datetime(2026, 11, 27), 4, 0.05, 0.09),
    "noel": (datetime(2026, 12, 8), 15, 0.10, 0.06),
}
FOR_CARDS = ("privee_avril", "privee_ete", "privee_octobre")


def bought(rng, at, basket):
    where = "web" if chance(rng, 0.35) else "magasin"
    hours = (420, 1_380) if where == "web" else (600, 1_170)
    return at_time(rng, at, *hours), round((12 + waiting_days(rng, basket)) * 100) / 100, where


def purchases_of(rng, first, habit):
    mean, basket, leaves = habit
    at, rows = first, []
    while at < END:
        rows.append(bought(rng, at, basket))
        if chance(rng, leaves):
            break
        at += timedelta(days=2 + waiting_days(rng, mean))
    return rows


def card_of(purchases):
    spent = sum(amount for at, amount, _ in purchases if at.year == 2025)
    return "or" if spent >= 600 else "argent" if spent >= 280 else "aucune"


def brought_by_campaigns(rng, customer, purchases, card, reachable, basket):
    rows = []
    for campaign, (opening, days, season, effect) in CAMPAIGNS.items():
        active = any(opening - timedelta(days=540) <= at < opening for at, _, _ in purchases)
        if not active or (campaign in FOR_CARDS and card == "aucune"):
            continue
        treated = reachable and not held_out(SALT, "holdout", customer, 2) and not held_out(SALT, f"{campaign}/holdout", customer, 8)
        if chance(rng, season + (effect if treated else 0)):
            rows.append(bought(rng, opening + timedelta(days=between(rng, 1, days)), basket))
    return rows


def baskets_of(rng, purchases):
    """Customers of the web leave baskets; one in four buys within two days."""
    rows = []
    for at, _, where in purchases:
        if where == "web" and at >= RUN and chance(rng, 0.55):
            left = at_time(rng, at - timedelta(days=between(rng, 0, 2) if chance(rng, 0.25) else between(rng, 8, 40)), 480, 1_300)
            rows.append((left, round((20 + waiting_days(rng, 60)) * 100) / 100))
    return rows


def main(folder):
    rng = Random(SEED)
    customers, joins, purchases, baskets, complaints, contacts = [], [], [], [], [], []
    for number in range(CUSTOMERS):
        customer = f"M{number + 1:03}"
        name, habit = one_of(rng, FIRST_NAMES), weighted(rng, HABITS)
        is_new = chance(rng, 0.2)
        first = RUN + timedelta(days=between(rng, 2, 350)) if is_new else BEGIN + timedelta(days=int(rng.random() * 300))
        rows = purchases_of(rng, first, habit)
        has_email, has_mobile = chance(rng, 0.9), chance(rng, 0.74)
        email_ok = has_email and chance(rng, 0.8)
        sms_ok = has_mobile and chance(rng, 0.5)
        card = card_of(rows)
        rows = sorted(rows + brought_by_campaigns(rng, customer, rows, card, email_ok or sms_ok, habit[1]))
        rows = [row for row in rows if row[0] < END]
        born = datetime(between(rng, 1950, 2004), 1, 1) + timedelta(days=between(rng, 0, 364))
        customers.append(
            (
                customer,
                name if chance(rng, 0.96) else "",
                email_of(name, customer) if has_email else "",
                mobile_of(number) if has_mobile else "",
                day(born) if chance(rng, 0.7) else "",
                card,
                oui_non(email_ok),
                oui_non(sms_ok),
                oui_non(chance(rng, 0.015)),
            )
        )
        if is_new and rows:
            joins.append((rows[0][0] - timedelta(minutes=5), customer))
        purchases += [(at, customer, amount, where) for at, amount, where in rows]
        baskets += [(at, customer, amount) for at, amount in baskets_of(rng, rows)]
        for at, _, _ in rows:
            if chance(rng, 0.018):
                opened = at_time(rng, at + timedelta(days=between(rng, 1, 9)), 540, 1_200)
                closed = at_time(rng, opened + timedelta(days=1 + int(waiting_days(rng, 6))), 540, 1_080)
                complaints.append((opened, closed, customer))
        if not is_new and email_ok and rows[0][0] < datetime(2025, 12, 1):
            for at, message in (("2025-12-09T10:00:00+01:00", "noel"), ("2025-12-18T10:00:00+01:00", "noel_derniers_jours")):
                if chance(rng, 0.8):
                    contacts.append((customer, "noel", message, "commercial", "email", at))

    header = "id prenom courriel telephone naissance carte accord_courriel accord_sms opposition"
    write(folder, "clients.csv", header.split(), customers)
    write(folder, "adhesions.csv", ["client", "date"], [(customer, minute(at)) for at, customer in sorted(joins)])
    purchases.sort()
    for year in (2024, 2025, 2026):
        rows = [(customer, minute(at), f"{amount:.2f}", where) for at, customer, amount, where in purchases if at.year == year]
        write(folder, f"achats-{year}.csv", ["client", "date", "montant", "lieu"], rows)
    write(folder, "paniers.csv", ["client", "date", "montant"], [(c, minute(at), f"{amount:.2f}") for at, c, amount in sorted(baskets)])
    rows = []
    for number, (opened, closed, customer) in enumerate(sorted(complaints)):
        rows += [(opened, customer, f"R{number + 1:03}", "ouverte"), (closed, customer, f"R{number + 1:03}", "close")]
    rows = [(customer, minute(at), dossier, etat) for at, customer, dossier, etat in sorted(rows) if at < END]
    write(folder, "reclamations.csv", ["client", "date", "dossier", "etat"], rows)
    write(folder, "contacts-decembre.csv", ["customer", "journey", "message", "purpose", "channel", "at"], contacts)


if __name__ == "__main__":
    main(folder_asked(__file__))
