#!/usr/bin/env python3
"""Writes the invented data of the fashion chain's club: members, memberships, purchases, survey answers, new addresses.

Nobody in these files exists (see journeys/invented.py). The seed is fixed: the same files come out on every machine, byte for byte.

    python3 journeys/club-mode/make-data.py [FOLDER]

FOLDER is where the files go, by default `data` beside this script. Only the standard library is used.
"""

import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True  # no folder beside the programmes
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import (
    FIRST_NAMES,
    address_of,
    at_time,
    chance,
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

SEED = 20250105
MEMBERS = 900
MEMBERS_BEFORE = 340  # of them; the others join between July 2024 and December 2025
BEGIN = datetime(2024, 7, 1)
END = datetime(2026, 1, 1)
DAYS = (END - BEGIN).days

# Share of members, mean days between purchases, mean basket, chance to leave the brand after each purchase.
HABITS = [
    ((35, 74, 0.04), 22),
    ((70, 58, 0.10), 40),
    ((120, 46, 0.22), 25),
    ((60, 40, 0.95), 13),
]


def opening_hours(rng, at, channel):
    return at_time(rng, at, 600, 1_170) if channel == "boutique" else at_time(rng, at, 450, 1_380)


def joining(rng, number):
    place = "boutique" if chance(rng, 0.68) else "web"
    if number < MEMBERS_BEFORE:
        return place, opening_hours(rng, BEGIN - timedelta(days=1 + int(rng.random() * 900)), place)
    return place, opening_hours(rng, BEGIN + timedelta(days=int(rng.random() * DAYS)), place)


def purchases_of(rng, place, joined_at):
    """(instant, amount, channel), in order of time, from July 2024 on."""
    between, basket, leaves = weighted(rng, HABITS)
    web_share = 0.25 + 0.5 * rng.random() if place == "web" else 0.3 * rng.random()
    if joined_at < BEGIN:
        if chance(rng, 0.2):  # an old member who no longer comes
            return []
        at = BEGIN + timedelta(days=waiting_days(rng, between))
    elif place == "boutique":
        at = joined_at + timedelta(minutes=4)  # the card is offered at the till
    elif chance(rng, 0.18):  # a membership that never becomes a customer
        return []
    else:
        at = joined_at + timedelta(days=waiting_days(rng, 18))
    purchases = []
    while at < END:
        channel = "web" if chance(rng, web_share) else "boutique"
        if at == joined_at + timedelta(minutes=4):
            channel = "boutique"
        else:
            at = opening_hours(rng, at, channel)
            if at < joined_at:
                at = joined_at + timedelta(hours=1)
        if at >= END:
            break
        amount = round((9 + waiting_days(rng, basket - 9)) * 100) / 100
        purchases.append((at, amount, channel))
        if chance(rng, leaves):
            break
        at += timedelta(days=1 + waiting_days(rng, between))
    return purchases


def main(folder):
    rng = random.Random(SEED)
    members, joins, purchases, answers, changes = [], [], [], [], []
    for number in range(MEMBERS):
        member = f"M{number + 1:04}"
        name = one_of(rng, FIRST_NAMES)
        place, joined_at = joining(rng, number)
        bought = purchases_of(rng, place, joined_at)
        has_email = place == "web" or chance(rng, 0.45)
        agrees = has_email and chance(rng, 0.86)
        has_phone = chance(rng, 0.7)
        _, address = address_of(rng)
        members.append(
            (
                member,
                name if chance(rng, 0.95) else "",
                email_of(name, member) if has_email else "",
                mobile_of(number) if has_phone else "",
                address if chance(rng, 0.84) else "",
                oui_non(agrees),
                oui_non(has_phone and chance(rng, 0.6)),
                oui_non(chance(rng, 0.012)),
            )
        )
        if joined_at >= BEGIN:
            joins.append((member, joined_at, place))
            # The welcome offer asks for an address: a third of those without one give it, most of them soon.
            if not agrees and chance(rng, 0.34):
                at = at_time(rng, joined_at + timedelta(days=1 + waiting_days(rng, 14)), 600, 1_260)
                if at < END:
                    if not has_email:
                        changes.append((member, at, "courriel", email_of(name, member)))
                    changes.append((member, at, "accord_courriel", "oui"))
        for at, amount, channel in bought:
            purchases.append((member, at, amount, channel))
        # One first purchase in four is answered when the survey comes, three to nine days later.
        if bought and joined_at >= BEGIN and chance(rng, 0.25):
            at = at_time(rng, bought[0][0] + timedelta(days=3 + int(rng.random() * 7)), 750, 1_350)
            if at < END:
                answers.append((member, at, weighted(rng, [(5, 46), (4, 30), (3, 12), (2, 7), (1, 5)])))

    write(
        folder,
        "membres.csv",
        ["id", "prenom", "courriel", "telephone", "adresse", "accord_courriel", "accord_sms", "opposition"],
        members,
    )
    for rows in (joins, purchases, answers):
        rows.sort(key=lambda row: (row[1], row[0]))
    changes.sort(key=lambda row: (row[1], row[0]))  # stable: a member's address before the consent
    write(folder, "adhesions.csv", ["membre", "date", "lieu"], [(m, minute(at), place) for m, at, place in joins])
    write(
        folder,
        "achats.csv",
        ["membre", "date", "montant", "canal", "points"],
        [(m, minute(at), f"{amount:.2f}", channel, int(amount)) for m, at, amount, channel in purchases],
    )
    write(folder, "avis.csv", ["membre", "date", "note"], [(m, minute(at), note) for m, at, note in answers])
    write(folder, "coordonnees.csv", ["membre", "date", "donnee", "valeur"], [(m, minute(at), what, to) for m, at, what, to in changes])


if __name__ == "__main__":
    main(folder_asked(__file__))
