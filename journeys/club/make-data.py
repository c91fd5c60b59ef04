#!/usr/bin/env python3
"""Writes the invented data of the club: customers, memberships, purchases and complaints of 2024 and 2025.

Nobody in these files exists. E-mail addresses are in example.org, telephone numbers in 06 39 98, the range that the French
regulator keeps for works of fiction. The seed is fixed: the same files come out on every machine, byte for byte.

    python3 journeys/club/make-data.py [FOLDER]

FOLDER is where the files go, by default `data` beside this script. Only the standard library is used.
"""

import random
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True  # no folder beside the programmes
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import FIRST_NAMES, at_time, chance, day, email_of, folder_asked, minute, mobile_of, oui_non, waiting_days, write

SEED = 20240101
CUSTOMERS = 2_000
MEMBERS_BEFORE = 640  # of them; the others join in the two years
BEGIN = datetime(2024, 1, 1)
END = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Habit:
    """How a kind of customer buys: share of customers, mean days between purchases, mean basket, chance to leave after each."""

    share: float
    days_between: float
    basket: float
    leaves: float


HABITS = [
    Habit(share=0.13, days_between=24, basket=58, leaves=0.015),
    Habit(share=0.38, days_between=42, basket=44, leaves=0.05),
    Habit(share=0.34, days_between=90, basket=36, leaves=0.10),
    Habit(share=0.15, days_between=40, basket=32, leaves=0.90),
]


def habit_of(rng):
    drawn = rng.random()
    for habit in HABITS:
        drawn -= habit.share
        if drawn < 0:
            return habit
    return HABITS[-1]


def at_opening(rng, day, channel):
    """Shops are open from 10:00 to 19:30; the web shop is used from 07:00 to 23:00."""
    first, last = (600, 1_170) if channel == "store" else (420, 1_380)
    return at_time(rng, day, first, last)


def basket_of(rng, habit):
    amount = 6 + waiting_days(rng, habit.basket)
    if chance(rng, 0.04):  # a present, a piece of furniture
        amount += 120 + waiting_days(rng, 90)
    return round(amount * 100) / 100


def joining_day(rng, number):
    if number < MEMBERS_BEFORE:
        return BEGIN - timedelta(days=1 + int(rng.random() * 5 * 365))
    return BEGIN + timedelta(days=int(rng.random() * 720))


def purchases_of(rng, joined_at, joined_in, habit, web_share):
    """The instants, amounts and channels of one customer's purchases from 2024 on, in order of time."""
    purchases = []
    if joined_at < BEGIN:
        if chance(rng, 0.25):  # an old member who no longer comes
            return purchases
        at = BEGIN + timedelta(days=waiting_days(rng, habit.days_between))
    elif joined_in == "store":
        at = joined_at + timedelta(minutes=4)  # the card is offered at the till
    elif chance(rng, 0.20):  # a membership that never becomes a customer
        return purchases
    else:
        at = joined_at + timedelta(days=waiting_days(rng, 25))
    while at < END:
        channel = "web" if chance(rng, web_share) else "store"
        first_in_store = not purchases and joined_in == "store" and joined_at >= BEGIN
        if first_in_store:
            channel = "store"
        else:
            at = at_opening(rng, at, channel)
        if at >= END:
            break
        purchases.append((at, basket_of(rng, habit), channel))
        if chance(rng, habit.leaves):
            break
        at += timedelta(days=1 + waiting_days(rng, habit.days_between - 1))
    return purchases


def complaints_of(rng, purchases):
    """One purchase in fifty goes wrong; most complaints are closed within three weeks."""
    complaints = []
    for at, _, _ in purchases:
        if not chance(rng, 0.02):
            continue
        opened = at_opening(rng, at + timedelta(days=1 + int(rng.random() * 6)), "web")
        closed = at_opening(rng, opened + timedelta(days=1 + int(waiting_days(rng, 6))), "store")
        closed = closed if chance(rng, 0.9) else END
        complaints.append((opened, closed))
    return complaints


def tier_of(purchases):
    """The tier of the card: what was spent in 2024."""
    spend = sum(amount for at, amount, _ in purchases if at.year == 2024)
    for tier, threshold in [("gold", 600), ("silver", 300), ("bronze", 100)]:
        if spend >= threshold:
            return tier
    return "none"


def main(folder):
    rng = random.Random(SEED)
    customers, joins, purchases, complaints = [], [], [], []
    for number in range(CUSTOMERS):
        customer = f"C{number + 1:04}"
        name = FIRST_NAMES[int(rng.random() * len(FIRST_NAMES))]
        habit = habit_of(rng)
        web_share = 0.15 + 0.6 * rng.random() * rng.random()
        joined_in = "store" if chance(rng, 0.6) else "web"
        joined_at = at_opening(rng, joining_day(rng, number), joined_in)
        bought = purchases_of(rng, joined_at, joined_in, habit, web_share)
        has_email, has_phone = chance(rng, 0.91), chance(rng, 0.74)
        customers.append(
            (
                customer,
                name if chance(rng, 0.96) else "",
                email_of(name, customer) if has_email else "",
                mobile_of(number) if has_phone else "",
                day(joined_at),
                tier_of(bought),
                oui_non(chance(rng, 0.79)),
                oui_non(has_phone and chance(rng, 0.58)),
                oui_non(chance(rng, 0.015)),
            )
        )
        if joined_at >= BEGIN:
            joins.append((customer, joined_at, joined_in))
        purchases += [(customer, *purchase) for purchase in bought]
        for opened, closed in complaints_of(rng, bought):
            complaints.append((customer, opened, closed))

    write(
        folder,
        "clients.csv",
        ["id", "prenom", "courriel", "telephone", "adhesion", "niveau", "accord_courriel", "accord_sms", "opposition"],
        customers,
    )
    joins.sort(key=lambda row: (row[1], row[0]))
    write(
        folder,
        "adhesions.csv",
        ["client", "date", "lieu"],
        [(customer, minute(at), where) for customer, at, where in joins],
    )
    purchases.sort(key=lambda row: (row[1], row[0]))
    for year in (2024, 2025):
        write(
            folder,
            f"achats-{year}.csv",
            ["client", "date", "montant", "canal"],
            [(c, minute(at), f"{amount:.2f}", channel) for c, at, amount, channel in purchases if at.year == year],
        )
    complaints.sort(key=lambda row: (row[1], row[0]))
    rows = []
    for number, (customer, opened, closed) in enumerate(complaints):
        ticket = f"R{number + 1:04}"
        rows.append((opened, (customer, minute(opened), ticket, "opened")))
        if closed < END:
            rows.append((closed, (customer, minute(closed), ticket, "closed")))
    rows.sort()
    write(folder, "reclamations.csv", ["client", "date", "dossier", "etat"], [row for at, row in rows if at < END])


if __name__ == "__main__":
    main(folder_asked(__file__))
