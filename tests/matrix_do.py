"""matrix_do.py - the second half of the matrix: every action and every route, asked for by everyone."""
import re
import urllib.parse

import kit
import sealed
from kit import expect

NOBODY = "nobody"
# What reading the arguments may find: the question of access was then never put.
SHAPE = {"required", "format", "unknown", "too_long", "range", "utf8", "choice"}
# Fields that take only certain values.
CERTAIN = {"sitting": "breakfast", "day": kit.today(), "country": "PE", "currency": "PEN",
           "zone": "America/Lima", "hour": "10:00"}


def value_for(field, world, canaries, kitchen, n):
    """Some value that the field takes, about that kitchen."""
    kind, ref = field["type"], field.get("ref")
    person = world.code["person", f"ZQSHORT{n}"]
    if kind == "ref":
        return {"group": kitchen, "kitchen": kitchen, "person": person,
                "membership": next((i for e, i in canaries.rows if e == "membership" and world.ref(
                    "person", world.records[e][i]["person"]) == person), None),
                "device": next(iter(world.records["device"]), None),
                "contact": next((i for e, i in canaries.rows if e == "contact" and world.ref(
                    "person", world.records[e][i]["person"]) == person), None),
                "place": next(c for (e, c), i in world.code.items() if e == "place" and len(c) == 6),
                "meal": next(i for e, i in canaries.rows if e == "meal"),
                "attachment": canaries.attached.get(kitchen),
                "recording": next(iter(canaries.recorded)),
                "team": canaries.teams[kitchen],
                "note": canaries.notes[kitchen],
                "alert": canaries.alert,
                "duty": canaries.duties[canaries.teams[kitchen]],
                "meeting": canaries.meetings[kitchen], "meeting_guest": canaries.guests[kitchen],
                "agenda_point": next((i for i, r in world.records["agenda_point"].items() if r["title"] == f"ZQPOINT{n}"), None),
                "spoken": canaries.spoken[kitchen],
                "giver": canaries.givers[kitchen],
                "offer": canaries.offers[kitchen],
                "pickup": canaries.pickups[kitchen],
                "broadcast": canaries.sent[kitchen],
                "garden": canaries.gardens[kitchen],
                "contest": canaries.contests[kitchen],
                "stock_move": canaries.moves[kitchen],
                "food": next(iter(world.records["food"])), "recipe": canaries.recipes[kitchen], "turn": canaries.turns[kitchen],
                "balance": canaries.balances[kitchen], "balance_row": canaries.balance_rows[kitchen],
                "diner": canaries.diners[kitchen],
                "diner_twice": next(iter(world.records["diner_twice"])),
                "phrase": next(iter(world.records["phrase"])),
                "form": "ZQFORM", "form_record": canaries.filled[kitchen],
                "visit": canaries.visits[kitchen], "agreement": canaries.agreements[kitchen],
                "network": next(iter(world.records["network"]))}.get(ref, canaries.voice.get((ref, kitchen)))
    if field["name"] in CERTAIN:
        return CERTAIN[field["name"]]
    if kind == "sealed":
        return sealed.looks_sealed(world.records["team"][canaries.teams[kitchen]]["key_id"])
    if kind in ("int", "money"):
        return 3 if kind == "int" else "3.00"
    if kind == "enum":
        return field["choices"][0]
    return {"date": kit.today(1), "bool": False, "phone": f"+5198765499{n}", "text": "prueba",
            "code": f"ZQASK{n}{kit.new_id()[-6:]}".upper(), "lat": "-12.05", "lon": "-77.03",
            "blob": next(iter(canaries.bytes.values())), "instant": kit.instant(kit.now_ms())}.get(kind)


def arguments(action, world, canaries, kitchen, n):
    args = {}
    for field in action["args"]:
        if field.get("required") or field["name"] in (
                action.get("on"), "served", "reason", "code", "sitting"):
            if action["name"] == "kitchen.join" and field["name"] == "reason":
                continue  # done, it would make her a leader, and the cells below are of who she was
            value = value_for(field, world, canaries, kitchen, n)
            if action["name"].startswith("place.") and field["name"] == "code":
                value = "999999"
            if value is not None:
                args[field["name"]] = value
    return args


def scope_of(action, world, args):
    """The scope that access to this action is judged by."""
    nothing = {"group": None, "place": None, "subject": None}
    field = next((f for f in action["args"] if f["name"] == action.get("on")), None)
    if not field:
        return nothing
    ident = world.ref(field["ref"], args.get(field["name"]))
    if field["ref"] == "place":
        return {**nothing, "place": ident}
    if field["ref"] in ("group", "kitchen"):
        return {**nothing, "group": ident, "place": world.place_of(ident)}
    record = world.records[field["ref"]].get(ident)
    return world.scope(field["ref"], record) if record else nothing


def asking(report, o, net, world, canaries):
    clients = {p: net.client(p) for p in kit.PEOPLE}
    for action in world.declared["actions"]:
        def ask():
            wrong, put, told, done = [], 0, {True: 0, False: 0}, 0
            for name, client in clients.items():
                person = world.code["person", name.upper()]
                for n, kitchen in enumerate(canaries.kitchens, 1):
                    args = arguments(action, world, canaries, kitchen, n)
                    a = client.changes([{"id": kit.new_id(), "action": action["name"],
                                         "args": args}])
                    expect(a.status == 200, f"{a.status}: {a.text[:200]}")
                    result = a.json()[0]
                    codes = {e["code"] for e in result.get("errors", [])}
                    may = world.allowed(person, action["name"], scope_of(action, world, args))
                    put += 1
                    if not may and "denied" not in codes and codes & SHAPE:
                        raise kit.Failed(f"cannot be asked with {args}: {result['errors']}")
                    if ("denied" in codes) == may:
                        wrong.append(f"{name} {action['name']} on {kitchen}: "
                                     f"{'denied' if may else result['status']} {sorted(codes)}")
                    told[may] += 1
                    done += result["status"] == "accepted"
            for line in wrong[:12]:
                print("#", line)
            print(f"# {action['name']}: {told[True]} allowed, {told[False]} denied, {done} done")
            expect(not wrong, f"{len(wrong)} of {put} cells: {wrong[0] if wrong else ''}")
        report.check(f"{action['name']} is denied exactly where no rule allows it", ask)
    listings(report, net, world, canaries)
    routes(report, net, world, canaries)


def listings(report, net, world, canaries):
    """Sorting loses and doubles nothing; a filter tells no more than the field would."""
    operator = net.client("operadora")

    def sorts():
        for name, entity in world.entities.items():
            if all(f["class"] == "sealed" for f in entity["fields"]):
                expect(operator.get(f"/api/v1/{name}").status == 404, f"{name} can be listed")
                continue
            whole = {r["id"] for r in pages_of(operator, name, "", 1000)}
            for field in (f["name"] for f in entity["fields"] if f.get("sort")):
                for sign in ("", "-"):
                    size = max(3, len(whole) // 12)
                    got = [r["id"] for r in pages_of(operator, name, f"&sort={sign}{field}", size)]
                    expect(len(got) == len(set(got)), f"{name} by {sign}{field}: rows come twice")
                    expect(set(got) == whole, f"{name} by {sign}{field} in pages of {size}: "
                           f"{len(got)} of {len(whole)} rows")
    report.check("paging by any sort gives every row once", sorts)

    def filters():
        for who in (NOBODY, "voluntaria", "lider"):
            client = net.client(None if who == NOBODY else who)
            person = None if who == NOBODY else world.code["person", who.upper()]
            for entity, ident in canaries.rows:
                record = world.records[entity][ident]
                seen = world.classes(person, world.scope(entity, record))
                for f in world.entities[entity]["fields"]:
                    value = record.get(f["name"])
                    if not f.get("filter") or f["class"] in seen or value is None:
                        continue
                    a = client.get(f"/api/v1/{entity}?limit=1000&{f['name']}={value}")
                    expect(a.status != 200 or not any(r["id"] == ident for r in a.json()["rows"]),
                           f"{who} finds {entity} {ident} by its {f['name']}, which she may not see")
    report.check("a filter tells nothing of fields that one may not see", filters)


def pages_of(client, entity, more, size):
    """All rows of a list, page by page."""
    rows, after = [], ""
    for _ in range(2000):
        a = client.get(f"/api/v1/{entity}?limit={size}{more}{after}")
        expect(a.status == 200, f"{entity}{more}{after}: {a.status} {a.text[:150]}")
        page = a.json()
        rows += page["rows"]
        if not page["next"]:
            break
        after = "&after=" + urllib.parse.quote(page["next"])
    return rows


def routes(report, net, world, canaries):
    """Other methods, and nobody, at every route."""
    nobody, operator = net.client(), net.client("operadora")

    def described():
        doc = nobody.get("/api/v1/openapi.json").json()
        text = str(doc)
        for entity in world.entities.values():
            path = f"/api/v1/{entity['name']}"
            expect(path in doc["paths"], f"{path} is not described")
            for f in entity["fields"]:
                expect(f"'{f['name']}'" in text, f"{entity['name']}.{f['name']} is not described")
        for action in world.declared["actions"]:
            expect(action["name"] in text, f"{action['name']} is not described")
    report.check("openapi.json describes every entity, field and action", described)

    def methods():
        for path in sorted({r["path"] for r in world.declared["routes"]}):
            real = re.sub(r"\{\w+\}", canaries.kitchens[0], path)
            known = {r["method"] for r in world.declared["routes"] if r["path"] == path}
            for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"} - known:
                a = operator.request(method, real, body="a=b" if method == "POST" else None,
                                     kind="application/x-www-form-urlencoded")
                expect(a.status in (400, 403, 404, 405, 501), f"{method} {real}: {a.status}")
    report.check("a route answers no method that it does not declare", methods)

    def strangers():
        for route in world.declared["routes"]:
            real = re.sub(r"\{\w+\}", canaries.kitchens[0], route["path"])
            what = route.get("what") or ""
            if route["method"] == "GET" and what and not world.somewhere(None, what):
                a = nobody.get(real)
                expect(a.status in (303, 401, 404), f"GET {real}: {a.status}")
    report.check("nobody gets a page that is not for anyone", strangers)

    def forged():
        for route in world.declared["routes"]:
            if route["method"] != "POST" or route["path"].startswith("/api/"):
                continue
            real = re.sub(r"\{\w+\}", canaries.kitchens[0], route["path"])
            a = operator.post(real, "served=7&kitchen=SJM-001",
                              kind="application/x-www-form-urlencoded",
                              headers={"Origin": "http://evil.example",
                                       "Sec-Fetch-Site": "cross-site"})
            expect(a.status in (303, 400, 403, 404), f"POST {real} from elsewhere: {a.status}")
            expect(operator.get("/cuenta").status == 200, f"POST {real} from elsewhere did something")
    report.check("a form that another site sends does nothing", forged)
