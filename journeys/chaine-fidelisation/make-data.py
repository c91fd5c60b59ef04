#!/usr/bin/env python3
"""Writes the invented data of the house that sells linen by post: customers, orders of 2024 to 2026, complaints, contacts of December.

Some of these customers react to what they are sent, so that the simulation has something to find: who is in which group is known
beforehand (language reference 7.2), and EFFECT and RETURN say how much the treated order on top.

    python3 journeys/chaine-fidelisation/make-data.py [FOLDER]

FOLDER is where the files go, by default `data` beside this script.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import (  # noqa: E402
    FIRST_NAMES,
    address_of,
    arm_of,
    at_time,
    between,
    chance,
    day,
    email_of,
    folder_asked,
    held_out,
    minute,
    mobile_of,
    oui_non,
    one_of,
    waiting_days,
    weighted,
    write,
)
from random import Random  # noqa: E402

SEED = 20260101
CUSTOMERS = 1_000
SALT = "fidelite-2026"
BEGIN, RUN, END = datetime(2024, 1, 1), datetime(2026, 1, 1), datetime(2027, 1, 1)

# Share of the customers, mean days between orders, mean basket, chance that an order is the last one.
HABITS = [
    ((75, 95, 0.04), 14),  # the house's faithful
    ((140, 75, 0.12), 34),
    ((260, 65, 0.25), 30),
    ((120, 55, 0.85), 22),  # one order, and away
]

# The four delays of the test: days from the order to the message, and the chance that it brings an order more.
EFFECT = {"lendemain": (1, 0.03), "une_semaine": (7, 0.09), "trois_semaines": (21, 0.22), "un_mois": (30, 0.12)}
DELAYS = [(arm, 25) for arm in EFFECT]
# The reactivation of the faithful and of the others: days of silence, and the chance that it brings them back.
RETURN = {"reactivation_fideles": (122, 0.16), "reactivation_autres": (244, 0.05)}


def orders_of(rng, first, habit):
    mean, basket, leaves = habit
    at, orders = first, []
    while at < END:
        canal = weighted(rng, [("web", 70), ("courrier", 12), ("telephone", 18)])
        at = at_time(rng, at, 480, 1_320)
        orders.append((at, round((18 + waiting_days(rng, basket)) * 100) / 100, canal))
        if chance(rng, leaves):
            break
        at += timedelta(days=3 + waiting_days(rng, mean))
    return orders


def order_after(rng, at, basket):
    canal = weighted(rng, [("web", 80), ("telephone", 20)])
    return at_time(rng, at, 480, 1_320), round((18 + waiting_days(rng, basket)) * 100) / 100, canal


def brought_by_the_test(rng, customer, orders, basket):
    """Orders that follow the message of the test, for those who are not held out of it."""
    if held_out(SALT, "apres_achat/holdout", customer, 20):
        return []
    days, probability = EFFECT[arm_of(SALT, "apres_achat/délai", customer, DELAYS)]
    brought, last = [], BEGIN
    for at, _, _ in orders:
        if at >= RUN and at >= last + timedelta(days=184):
            last = at
            if chance(rng, probability):
                brought.append(order_after(rng, at + timedelta(days=days + between(rng, 1, 25)), basket))
    return brought


def brought_back(rng, customer, orders, basket):
    """Orders that end a silence, for those whom the reactivation of their kind writes to."""
    brought = []
    nexts = [at for at, _, _ in orders[1:]] + [END]
    for number, ((at, _, _), then) in enumerate(zip(orders, nexts)):
        journey = "reactivation_fideles" if number >= 2 else "reactivation_autres"
        days, probability = RETURN[journey]
        silent = at + timedelta(days=days)
        back = silent + timedelta(days=between(rng, 15, 60))
        if RUN <= silent and back < then and not held_out(SALT, f"{journey}/holdout", customer, 15):
            if chance(rng, probability):
                brought.append(order_after(rng, back, basket))
    return brought


def complaints_of(rng, orders):
    """One order in twenty-five goes wrong; of the customers who order much, some also find that they hear too much."""
    complaints = []
    for at, _, _ in orders:
        drawn = rng.random()
        if drawn < 0.04:
            motif = one_of(rng, ["livraison", "livraison", "produit"])
            opened = at_time(rng, at + timedelta(days=between(rng, 4, 15)), 540, 1_200)
        elif drawn < 0.06:
            motif = "trop_de_messages"
            opened = at_time(rng, at + timedelta(days=between(rng, 20, 80)), 540, 1_200)
        else:
            continue
        closed = at_time(rng, opened + timedelta(days=1 + int(waiting_days(rng, 4))), 540, 1_080)
        complaints.append((opened, motif, closed if chance(rng, 0.95) else END))
    return complaints


def main(folder):
    rng = Random(SEED)
    customers, orders, complaints, contacts = [], [], [], []
    for number in range(CUSTOMERS):
        customer = f"L{number + 1:04}"
        name = one_of(rng, FIRST_NAMES)
        habit = weighted(rng, HABITS)
        first = BEGIN + timedelta(days=int(rng.random() * 1_080))
        if chance(rng, 0.35):  # customers of long standing
            first = BEGIN + timedelta(days=int(rng.random() * habit[0]))
        has_email, has_mobile = chance(rng, 0.88), chance(rng, 0.72)
        born = datetime(between(rng, 1945, 2000), 1, 1) + timedelta(days=between(rng, 0, 364))
        _, address = address_of(rng)
        bought = orders_of(rng, first, habit)
        email_ok = has_email and chance(rng, 0.82)
        if email_ok and not held_out(SALT, "holdout", customer, 3):
            bought += brought_back(rng, customer, bought, habit[1]) + brought_by_the_test(rng, customer, bought, habit[1])
            bought = sorted(order for order in bought if order[0] < END)
        customers.append(
            (
                customer,
                name if chance(rng, 0.95) else "",
                email_of(name, customer) if has_email else "",
                mobile_of(number) if has_mobile else "",
                address if chance(rng, 0.97) else "",
                day(born) if chance(rng, 0.66) else "",
                oui_non(email_ok),
                oui_non(has_mobile and chance(rng, 0.46)),
                oui_non(has_mobile and chance(rng, 0.38)),
                oui_non(chance(rng, 0.02)),
                "normal",
            )
        )
        orders += [(customer, *order) for order in bought]
        complaints += [(customer, *complaint) for complaint in complaints_of(rng, bought)]
        if any(at < datetime(2025, 12, 1) for at, _, _ in bought):
            if email_ok and chance(rng, 0.9):
                contacts.append((customer, "noel_2025", "noel_2025", "commercial", "email", "2025-12-08T09:00:00+01:00"))
            if len(bought) >= 3 and chance(rng, 0.5):
                contacts.append((customer, "noel_2025", "voeux_2026", "relational", "courrier", "2025-12-22T00:00:00+01:00"))

    write(
        folder,
        "clients.csv",
        "id prenom courriel telephone adresse date_naissance accord_courriel accord_sms accord_telephone opposition rythme".split(),
        customers,
    )
    orders.sort(key=lambda row: (row[1], row[0]))
    for year in (2024, 2025, 2026):
        write(
            folder,
            f"commandes-{year}.csv",
            ["client", "date", "montant", "canal"],
            [(c, minute(at), f"{amount:.2f}", canal) for c, at, amount, canal in orders if at.year == year],
        )
    complaints.sort(key=lambda row: (row[1], row[0]))
    rows = []
    for number, (customer, opened, motif, closed) in enumerate(complaints):
        dossier = f"D{number + 1:04}"
        rows.append((opened, customer, dossier, motif, "ouverte"))
        rows.append((closed, customer, dossier, motif, "close"))
    rows.sort()
    write(
        folder,
        "plaintes.csv",
        ["client", "date", "dossier", "motif", "etat"],
        [(customer, minute(at), *rest) for at, customer, *rest in rows if at < END],
    )
    write(folder, "contacts-decembre.csv", ["customer", "journey", "message", "purpose", "channel", "at"], contacts)


if __name__ == "__main__":
    main(folder_asked(__file__))
