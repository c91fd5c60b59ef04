#!/usr/bin/env python3
"""Writes the invented data of the maker of kitchens: prospects, their forms, the calls' outcomes, and orders, January to September 2026.

A call's outcome is noted some minutes after the call; so the script lives through the same queue of calls as the journey does: the
slot that the prospect chose, the legal hours, fourteen calls a day.

    python3 journeys/chaine-prospection/make-data.py [FOLDER]

FOLDER is where the files go, by default `data` beside this script.
"""

import heapq
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import (  # noqa: E402
    FIRST_NAMES,
    address_of,
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
from random import Random  # noqa: E402

SEED = 20260316
BEGIN, END = datetime(2026, 1, 1), datetime(2026, 10, 1)
PROSPECTS = 600
# A week of spots on regional television: forms in five days, on top.
SPOTS, FROM_SPOTS = datetime(2026, 3, 16), 110
HOLIDAYS = [date(2026, *d) for d in ((1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15))]
SLOTS = {"matin": (10, 15), "midi": (12, 10), "soir": (18, 30)}
CALLS_A_DAY = 14
PRICES = {"cuisine": (8_500, 4_500), "salle_de_bains": (6_000, 3_000), "dressing": (1_900, 1_500)}


def working(at):
    return at.weekday() < 5 and at.date() not in HOLIDAYS


def next_working(at):
    at = at.replace(hour=10, minute=0) + timedelta(days=1)
    while not working(at):
        at += timedelta(days=1)
    return at


def slot_after(at, slot):
    hour, minutes = SLOTS[slot]
    then = at.replace(hour=hour, minute=minutes)
    return then if then >= at else then + timedelta(days=1)


def form_at(rng, number):
    if number < PROSPECTS:
        return at_time(rng, BEGIN + timedelta(days=between(rng, 4, 250)), 480, 1_400)
    return at_time(rng, SPOTS + timedelta(days=between(rng, 0, 4)), 1_080, 1_430)


def answer_of(rng, at):
    """What an answered call brings: outcome, reason, and the day to call again."""
    if chance(rng, 0.24):
        return "vente", "", ""
    motif = weighted(rng, [("prix", 30), ("delai", 45), ("refus", 12), ("", 13)])
    again = next_working(at + timedelta(days=between(rng, 15, 70))) if motif == "delai" and chance(rng, 0.5) else None
    return "pas_de_vente", motif, again


def called(rng, queue, calls):
    """Lives through the queue of first calls, in order of time; gives the answered ones."""
    used, answered = Counter(), []
    heapq.heapify(queue)
    while queue:
        at, prospect, slot, attempt = heapq.heappop(queue)
        if at >= END:
            continue
        if not working(at) or used[at.date()] >= CALLS_A_DAY:
            heapq.heappush(queue, (next_working(at), prospect, slot, attempt))
            continue
        used[at.date()] += 1
        noted = at + timedelta(minutes=between(rng, 2, 20))
        if chance(rng, 0.56):
            issue, motif, again = answer_of(rng, at)
            calls.append((noted, prospect, issue, motif, day(again) if again else ""))
            answered.append((noted, prospect, issue, motif, again))
        else:
            if chance(rng, 0.9):  # now and then nobody notes it
                calls.append((noted, prospect, "sans_reponse", "", ""))
            if attempt < 3:
                heapq.heappush(queue, (slot_after(noted + timedelta(hours=1), slot), prospect, slot, attempt + 1))
    return answered


def later(rng, at, motif, again):
    """When the second talk of a « non » is noted, after the journey's call."""
    if again:
        return again + timedelta(minutes=between(rng, 5, 45))
    due = at + timedelta(days=90 if motif == "delai" else 30)
    return next_working(due) + timedelta(hours=between(rng, 4, 8))


def main(folder):
    rng = Random(SEED)
    prospects, forms, queue, calls, orders = [], [], [], [], []
    product_of = {}
    for number in range(PROSPECTS + FROM_SPOTS):
        prospect = f"P{number + 1:03}"
        name = one_of(rng, FIRST_NAMES)
        postcode, _ = address_of(rng)
        has_email, may_call = chance(rng, 0.94), chance(rng, 0.95)
        product = product_of[prospect] = weighted(rng, [("cuisine", 50), ("salle_de_bains", 28), ("dressing", 22)])
        prospects.append(
            (
                prospect,
                name if chance(rng, 0.97) else "",
                email_of(name, prospect) if has_email else "",
                mobile_of(number) if chance(rng, 0.97) else "",
                postcode if chance(rng, 0.95) else "",
                "Indian/Reunion" if postcode.startswith("974") else "",
                oui_non(has_email and chance(rng, 0.7)),
                oui_non(may_call),
                oui_non(chance(rng, 0.01)),
            )
        )
        at, slot = form_at(rng, number), weighted(rng, [("matin", 35), ("midi", 25), ("soir", 40)])
        budget = PRICES[product][0] + between(rng, -10, 40) * 100 if chance(rng, 0.6) else ""
        forms.append((at, prospect, product, slot, budget))
        if may_call:
            queue.append((slot_after(at, slot), prospect, slot, 1))
        if chance(rng, 0.05):  # some come back with another idea
            forms.append((at_time(rng, at + timedelta(days=between(rng, 40, 120)), 480, 1_400), prospect, product, slot, ""))

    for at, prospect, issue, motif, again in called(rng, queue, calls):
        sold = at if issue == "vente" else None
        if issue == "pas_de_vente" and motif != "refus":
            then = later(rng, at, motif, again)
            if chance(rng, 0.6):
                second = "vente" if chance(rng, 0.2) else "pas_de_vente"
                reason = "" if second == "vente" else weighted(rng, [("prix", 40), ("refus", 35), ("", 25)])
                calls.append((then, prospect, second, reason, ""))
                sold = then if second == "vente" else None
        if sold and chance(rng, 0.62):
            base, spread = PRICES[product_of[prospect]]
            amount = base + waiting_days(rng, spread)
            orders.append((at_time(rng, sold + timedelta(days=between(rng, 12, 55)), 600, 1_140), prospect, round(amount)))

    header = "prospect prenom courriel telephone code_postal fuseau accord_courriel accord_telephone opposition"
    write(folder, "prospects.csv", header.split(), prospects)

    def events(name, columns, rows):
        dated = sorted(row for row in rows if row[0] < END)
        write(folder, name, ["prospect", "date", *columns], [(who, minute(at), *rest) for at, who, *rest in dated])

    events("formulaires.csv", ["produit", "creneau", "budget"], [(*form[:4], str(form[4])) for form in forms])
    events("appels.csv", ["issue", "motif", "rappel_le"], calls)
    events("commandes.csv", ["montant"], orders)


if __name__ == "__main__":
    main(folder_asked(__file__))
