"""marks_meetings.py - of each kitchen a series, a hand that is up, an open proposal and a paragraph, for the matrix to ask about."""
import kit
from kit import expect


def plant(canaries):
    """What refs of the matrix's own acts lead to, by (entity, kitchen)."""
    operator, refs, me = canaries.net.client("operadora"), {}, canaries.operator_id()

    def do(action, **args):
        ident = kit.new_id()
        a = operator.changes([{"id": ident, "action": action, "args": args}])
        expect(a.json()[0]["status"] == "accepted", f"{action}: {a.text[:300]}")
        return ident

    for code in canaries.kitchens:
        now = do("meeting.plan", group=code, day=kit.today(), hour="0:10", topic="prueba", anyway="prueba")
        ahead = do("meeting.plan", group=code, day=kit.today(-2), hour="6:00", topic="prueba")
        refs["series", code] = do("series.plan", group=code, first=kit.today(-1), repeats="martes", hour="5:00", topic="prueba")
        refs["speech", code] = do("speech.note", meeting=now, name="prueba", way="room")
        refs["proposal", code] = do("proposal.open", meeting=ahead, text="prueba")
        refs["minute", code] = do("minutes.write", person=me, meeting=now, text="prueba")
    return refs
