"""What a variant claims is tested by the checker itself, and where it fails a plan shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.commands.call import fidelity as command
from tests.soundness.house import PARENT, ROOM_SIZE, cabin_text, override, variant_of, write_house

from fidelity.checking.result import judge_plan
from fidelity.files.library import load_model
from fidelity.files.models import read_model
from fidelity.files.plans import read_plan
from fidelity.model.strength import Strength
from fidelity.plan.ancestry import before_ancestor
from fidelity.plan.text import plan_text
from fidelity.soundness.claims import ClaimTest, weigh_claim
from fidelity.soundness.lint import lint

if TYPE_CHECKING:
    from pathlib import Path

NARROWED = override("room", ROOM_SIZE.format("standard: 1, limits: [{max: 2, basis: [C-1]}]"))
WIDENED = override("room", ROOM_SIZE.format("standard: 2, limits: [{max: 6, basis: [C-1]}]"))
SHIFTED = override("room", ROOM_SIZE.format("standard: 6, limits: [{max: 6, basis: [C-1]}]"), nature="lengthening")
OPTIONAL = "{{id: {0}, title: {1}, statement: There is one., basis: [{2}], tier_basis: [{2}], optional: yes}}"
STOVE = "  - {id: stove, title: A stove, statement: It is warm., basis: [C-1], tier_basis: [C-1]}\n"
ABSENT = "{rule: absent, basis: [H-1]}"
WHY = "Cabins stand in woods."


def lines(claim: ClaimTest) -> list[tuple[str, str, str]]:
    return [(one.kind, one.subject, one.text) for one in claim.differences]


def shown(claim: ClaimTest) -> list[tuple[str, str]]:
    return [(one.subject, one.allowed) for one in claim.counterexamples]


# Refining ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overrides", "rest", "expected"),
    [
        ((), "", []),
        (
            (NARROWED,),
            "",
            [("narrows", "room", "It allows less for 'size' of 'A room': at most 2; before: at most 4.")],
        ),
        (
            (override("room", ROOM_SIZE.format("standard: 1, limits: [{max: 4, basis: [C-1]}]")),),
            "",
            [("replaces", "room", "It sets another standard for 'size' of 'A room': 1; before: 2.")],
        ),
        (
            (override("room", "parameters: {beds: {type: whole-number, standard: 1, basis: [C-1]}}"),),
            "",
            [("narrows", "room", "It says what 'beds' has to be for 'A room': 1.")],
        ),
        (
            (override("garden", "tier: essential"),),
            "",
            [
                ("narrows", "garden", "It makes 'A garden' an essential element; before, it is a flexible element."),
            ],
        ),
        (
            (override("garden", "optional: no"),),
            "",
            [("narrows", "garden", "'A garden' is not optional.")],
        ),
        ((override("garden"),), "", [("withdraws", "garden", "It does without 'A garden'.")]),
        (
            (override("tour", "substitutes: []"),),
            "",
            [("narrows", "tour", "It no longer accepts 'A film' in the place of 'A tour'.")],
        ),
        (
            (override("room", f"adaptation: {{personnel: {ABSENT}, format: {ABSENT}}}"),),
            "",
            [("narrows", "room", "A change to 'A room' of the nature 'format' is absent; before: consult.")],
        ),
        (
            (override("welcome", "tolerance: {at_most: 1, basis: [C-1]}"),),
            "",
            [("narrows", "welcome", "'Welcome' tolerates 1.")],
        ),
        (
            (override("room", "statement: There is a small room.", "form: a bunk", nature="format"),),
            "",
            [
                (
                    "replaces",
                    "room",
                    "It says of 'A room': There is a small room. It does 'A room' in another way: a bunk.",
                )
            ],
        ),
        (
            (override("room", "requires: {all: [key, garden], basis: [C-1]}"),),
            "",
            [("replaces", "room", "It changes what 'A room' needs or rules out.")],
        ),
        (
            (override("room", "note: x"),),
            "",
            [("replaces", "room", "It keeps 'A room', with evidence or a note of its own.")],
        ),
        (
            (override("room", "title: A cabin", "function: shelters", nature="format"),),
            "",
            [
                (
                    "replaces",
                    "room",
                    ("What its parent calls 'A room' is 'A cabin' here. It gives 'A cabin' another purpose: shelters."),
                )
            ],
        ),
        (
            (override("room", "parameters: {beds: {type: whole-number, basis: [C-1]}}"),),
            "",
            [("narrows", "room", "It asks about 'beds' for 'A room', and gives no figure or limit.")],
        ),
        (
            (override("uniforms", "statement: Staff wear uniforms.", key="proscribed"),),
            "",
            [("replaces", "uniforms", "It says in other words what 'Uniforms' is.")],
        ),
        (
            (),
            f"essential:\n{STOVE}proscribed:\n  - {{id: noise, title: Noise, statement: Loud., basis: [C-1]}}\n",
            [
                ("adds", "stove", "It adds the essential element 'A stove'."),
                ("narrows", "noise", "It rules out 'Noise' as well."),
            ],
        ),
    ],
)
def test_a_variant_that_asks_for_as_much_keeps_its_claim(
    overrides: tuple[str, ...], rest: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    claim = weigh_claim(variant_of(tmp_path, *overrides, rest=rest))
    assert lines(claim) == expected
    assert all(one.reason == ("" if one.kind == "adds" or one.subject == "noise" else WHY) for one in claim.differences)
    assert (claim.holds, shown(claim), claim.loosened) == (True, [], ())


def test_a_limit_where_the_parent_sets_none_asks_for_more(tmp_path: Path) -> None:
    parent = PARENT.replace("standard: 2, limits: [{max: 4, basis: [H-1]}], ", "")
    claim = weigh_claim(variant_of(tmp_path, NARROWED, parent=parent))
    assert lines(claim) == [("narrows", "room", "It sets 'size' of 'A room': at most 2.")]
    assert claim.holds


# Redefining ----------------------------------------------------------------------------------------------

LAMPS = PARENT.replace("requires: {all: [key]", "requires: {any: [lamp, garden]").replace(
    "flexible:\n", f"flexible:\n  - {OPTIONAL.format('lamp', 'A lamp', 'H-1')}\n"
)
POOL = PARENT.replace(
    "    adaptation: {personnel", "    excludes: [{element: pool, basis: [H-1]}]\n    adaptation: {personnel"
).replace("flexible:\n", f"flexible:\n  - {OPTIONAL.format('pool', 'A pool', 'H-1')}\n")
FIRE = f"flexible:\n  - {OPTIONAL.format('fire', 'A fire', 'C-1')}\n"
AUGUST = "exceptions: [{id: august, title: In August, limits: [{max: 9}], basis: [C-1]}]"

LOOSER: dict[str, tuple[tuple[str, ...], str, str, str, str, str]] = {
    "other values, and none of the parent's": (
        (override("room", ROOM_SIZE.format("standard: 8, limits: [{min: 7, basis: [C-1]}]"), nature="lengthening"),),
        "",
        PARENT,
        "It asks for something else for 'size' of 'A room': at least 7; before: at most 4.",
        "A plan that keeps everything as specified.",
        "The plan says 8 for 'size' (in 'A room'); what counts as the model: at most 4.",
    ),
    "a widened limit": (
        (WIDENED,),
        "",
        PARENT,
        "It allows more for 'size' of 'A room' (at most 6; before: at most 4), such as 5, 6.",
        "A plan in which 'A room' has size: 5.",
        "The plan says 5 for 'size' (in 'A room'); what counts as the model: at most 4.",
    ),
    "a standard outside the parent's limit": (
        (SHIFTED,),
        "",
        PARENT,
        "It allows more for 'size' of 'A room' (at most 6; before: at most 4), such as 5, 6.",
        "A plan that keeps everything as specified.",
        "The plan says 6 for 'size' (in 'A room'); what counts as the model: at most 4.",
    ),
    "a new exception": (
        (override("room", ROOM_SIZE.format(f"standard: 2, limits: [{{max: 4, basis: [C-1]}}], {AUGUST}")),),
        "",
        PARENT,
        (
            "It allows more for 'size' of 'A room' (at most 4; 'In August': at most 9; before: at most 4), such as "
            "5, 8, 9."
        ),
        "A plan in which 'A room' has size: 5, by the exception 'In August'.",
        "The plan says 5 for 'size' (in 'A room'); what counts as the model: at most 4.",
    ),
    "a new substitute": (
        (override("room", "substitutes: [{id: tent, title: A tent, basis: [C-1]}]"),),
        "",
        PARENT,
        "It accepts 'A tent' in the place of 'A room'.",
        "A plan with 'A tent' in the place of 'A room'.",
        "The essential element 'A room' is taken out (substituted: The substitute stands in).",
    ),
    "a substitute on easier conditions": (
        (override("tour", "substitutes: [{id: film, title: A film, basis: [C-1]}]"),),
        "",
        PARENT,
        "'A tour' can have 'A film' in its place where its parent does not accept that.",
        "A plan that sets size of 'A room' to 1 and has 'A film' in the place of 'A tour'.",
        "The essential element 'A tour' is taken out (substituted: The substitute stands in).",
    ),
    "a change that is permitted": (
        (override("room", "adaptation: {personnel: {rule: permitted, basis: [C-1]}}"),),
        "",
        PARENT,
        "A change to 'A room' of the nature 'personnel' is permitted; before: absent.",
        "A plan that changes 'A room' (personnel).",
        "The essential element 'A room' is taken out (changed: It is changed).",
    ),
    "a need that can be met in another way": (
        (override("room", "requires: {any: [lamp, garden, fire], basis: [C-1]}"),),
        FIRE,
        LAMPS,
        "'A room' can be kept without what its parent asks for: 'A lamp' or 'A garden'.",
        "A plan that leaves out 'A lamp' and 'A garden'.",
        "The essential element 'A room' lacks what it needs",
    ),
    "an exclusion that is dropped": (
        (override("room", "excludes: []"),),
        "",
        POOL,
        "'A room' can go with what its parent rules out: 'A pool'.",
        "A plan that keeps everything as specified.",
        "'A room' and 'A pool' do not go together",
    ),
}


@pytest.mark.parametrize("what", LOOSER)
def test_where_a_variant_asks_for_less_a_plan_shows_that_its_claim_fails(what: str, tmp_path: Path) -> None:
    overrides, rest, parent, text, allowed, breach = LOOSER[what]
    variant = variant_of(tmp_path, *overrides, rest=rest, parent=parent)
    claim = weigh_claim(variant)
    assert claim.holds is False
    assert text in [one.text for one in claim.loosened]
    assert [one.allowed for one in claim.counterexamples] == [allowed]
    assert claim.counterexamples[0].breach.startswith(breach)
    (issue,) = [one for one in lint(variant).issues if one.level.value == "fault"]
    subject = claim.counterexamples[0].subject
    assert (issue.code, issue.subject) == ("FID618", subject)
    assert (issue.place.path, issue.place.line, issue.place.column) == (str(tmp_path / "cabin.yaml"), 12, 5)
    assert issue.message.startswith(
        f"cabin@1 claims to implement house@1, and allows what its parent calls a breach: {allowed} The parent says: "
    )
    assert issue.plan == claim.counterexamples[0].plan


@pytest.mark.parametrize("what", LOOSER)
def test_the_plan_that_is_shown_is_green_before_the_variant_and_red_before_its_parent(
    what: str, tmp_path: Path
) -> None:
    overrides, rest, parent, *_ = LOOSER[what]
    variant = variant_of(tmp_path, *overrides, rest=rest, parent=parent)
    (counterexample,) = weigh_claim(variant).counterexamples
    read = read_plan(plan_text(counterexample.plan).encode(), "shown.yaml")
    assert variant.extends is not None
    assert judge_plan(read, variant, Strength.RESTATED, None).verdict == "green"
    seen, judge = before_ancestor(read, variant, variant.extends.parent)
    assert judge_plan(seen, judge, Strength.RESTATED, None).verdict == "red"
    path = tmp_path / "shown.yaml"
    path.write_text(plan_text(counterexample.plan), "utf-8")
    assert command("check", path, "--model", tmp_path / "cabin.yaml").out.startswith("GREEN")


def test_a_plan_can_escape_by_values_and_additions_too(tmp_path: Path) -> None:
    asked = "requires: {all: [{any: [key, {addition: creche}]}, {parameter: tour.staff, in: [nurse]}], basis: [H-1]}"
    staff = "parameters: {staff: {type: set, basis: [H-1]}}"
    parent = PARENT.replace("requires: {all: [key], basis: [H-1]}", asked).replace(
        "    statement: Children are shown round.\n", f"    statement: Children are shown round.\n    {staff}\n"
    )
    claim = weigh_claim(variant_of(tmp_path, override("room", "requires: {any: [key], basis: [C-1]}"), parent=parent))
    (escape,) = [one for one in claim.loosened if "asks for" in one.text]
    assert escape.text == ("'A room' can be kept without what its parent asks for: 'A tour' with staff one of nurse.")
    assert claim.holds is None  # staff is a matter on which both are silent: amber before the variant already


def test_a_link_that_only_an_addition_breaks_is_found(tmp_path: Path) -> None:
    parent = PARENT.replace(
        "requires: {all: [key], basis: [H-1]}", "requires: {any: [lamp, {addition: creche}], basis: [H-1]}"
    ).replace("flexible:\n", f"flexible:\n  - {OPTIONAL.format('lamp', 'A lamp', 'H-1')}\n")
    easier = override("room", "requires: {any: [lamp, {addition: creche}, {addition: den}], basis: [C-1]}")
    (counterexample,) = weigh_claim(variant_of(tmp_path, easier, parent=parent)).counterexamples
    assert counterexample.allowed == "A plan that leaves out 'A lamp' and adds 'den'."
    assert counterexample.breach.startswith("The essential element 'A room' lacks what it needs")


def test_a_link_that_only_an_exception_breaks_is_found(tmp_path: Path) -> None:
    size = f"standard: 2, limits: [{{max: 4, basis: [H-1]}}], {AUGUST.replace('C-1', 'H-1')}"
    parent = PARENT.replace("standard: 2, limits: [{max: 4, basis: [H-1]}]", size).replace(
        "    substitutes:\n", "    requires: {all: [{parameter: room.size, max: 4}], basis: [H-1]}\n    substitutes:\n"
    )
    easier = override("tour", "requires: {all: [{parameter: room.size, max: 9}], basis: [C-1]}")
    (counterexample,) = weigh_claim(variant_of(tmp_path, easier, parent=parent)).counterexamples
    assert (counterexample.subject, counterexample.allowed) == (
        "tour",
        "A plan in which 'A room' has size: 5, by the exception 'In August'.",
    )


def test_what_the_parent_does_not_say_firmly_leaves_the_claim_open(tmp_path: Path) -> None:
    red = "parameters: {colour: {type: choice, options: [blue, green, red], standard: blue, inferred: why}}"
    variant = variant_of(tmp_path, override("room", red))
    claim = weigh_claim(variant)
    assert (claim.holds, shown(claim)) == (None, [])
    text = "It allows more for 'colour' of 'A room' (one of blue, green, red; before: one of blue, green), such as red."
    assert [one.text for one in claim.loosened] == [text]
    (issue,) = lint(variant).issues
    assert (issue.code, issue.level.value, issue.subject, issue.place.line) == ("FID619", "advice", "room", 12)
    assert issue.message == (
        f"cabin@1 claims to implement house@1, and is looser here: {text} No plan that was tried shows that this "
        "breaches the parent: "
        "its word does not bind here, or it would have its owner asked."
    )
    assert weigh_claim(variant, Strength.INFERRED).holds is False


@pytest.mark.parametrize(
    ("lines_", "text"),
    [
        (
            ("adaptation: {}",),
            "A change to 'A room' of the nature 'personnel' is consult; before: absent.",
        ),
        (
            ("parameters: {colour: {type: choice, basis: [C-1]}}",),
            "It sets no limit to 'colour' of 'A room' any more; before: one of blue, green.",
        ),
    ],
)
def test_what_the_parent_would_be_asked_about_leaves_the_claim_open(
    lines_: tuple[str, ...], text: str, tmp_path: Path
) -> None:
    claim = weigh_claim(variant_of(tmp_path, override("room", *lines_)))
    assert [one.text for one in claim.loosened] == [text]
    assert claim.holds is None


def test_a_tolerance_that_goes_is_looser(tmp_path: Path) -> None:
    parent = PARENT.replace(
        "    indicators: [{id: welcomed", "    tolerance: {at_most: 1, basis: [H-1]}\n    indicators: [{id: welcomed"
    )
    wider = override("welcome", "tolerance: {at_most: 2, basis: [C-1]}")
    tighter = override("welcome", "tolerance: {at_most: 0, basis: [C-1]}")
    assert lines(weigh_claim(variant_of(tmp_path, wider, parent=parent))) == [
        ("loosens", "welcome", "'Welcome' tolerates 2.")
    ]
    assert lines(weigh_claim(variant_of(tmp_path, tighter, parent=parent))) == [
        ("narrows", "welcome", "'Welcome' tolerates 0.")
    ]


# Other claims --------------------------------------------------------------------------------------------

WITHOUT_TOUR = (override("welcome", "realised_by: {any: [room], basis: [C-1]}"), override("tour"))
WITHOUT_KEY = (override("key", "optional: yes"), override("room", "requires: {any: [garden, key], basis: [C-1]}"))


@pytest.mark.parametrize(
    ("overrides", "kind", "subject", "allowed"),
    [
        (WITHOUT_TOUR, "withdraws", "tour", "A plan that keeps everything as specified."),
        ((override("room", "tier: flexible", "optional: yes"),), "loosens", "room", "A plan that leaves out 'A room'."),
        (WITHOUT_KEY, "loosens", "key", "A plan that leaves out 'A key'."),
        ((override("uniforms", key="proscribed"),), "withdraws", "uniforms", "A plan that adds 'Uniforms'."),
    ],
)
def test_a_variant_that_extends_may_take_back_what_its_parent_asks_for_and_a_plan_shows_it(
    overrides: tuple[str, ...], kind: str, subject: str, allowed: str, tmp_path: Path
) -> None:
    variant = variant_of(tmp_path, *overrides, claim="extends")
    claim = weigh_claim(variant)
    assert claim.holds is True
    assert (kind, subject) in [(one.kind, one.subject) for one in claim.loosened]
    assert (subject, allowed) in shown(claim)
    assert lint(variant).ok
    assert not {"FID618", "FID619"} & {one.code for one in lint(variant).issues}


def test_of_a_variant_that_is_inspired_differences_are_listed_and_nothing_is_judged(tmp_path: Path) -> None:
    claim = weigh_claim(variant_of(tmp_path, WIDENED, claim="inspired-by"))
    assert claim.holds is None
    assert shown(claim) == []
    assert lines(claim) == [("loosens", "room", LOOSER["a widened limit"][3])]


def test_a_set_of_many_members_is_tried_by_single_members(tmp_path: Path) -> None:
    names = [f"m{number}" for number in range(9)]
    before, now = (
        f"parameters: {{team: {{type: set, options: [{', '.join(names)}], limits: [{{in: [{', '.join(names[:count])}], "
        f"basis: [{who}]}}], basis: [{who}]}}}}"
        for count, who in ((8, "H-1"), (9, "C-1"))
    )
    parent = PARENT.replace("    statement: Children are shown round.\n", f"    statement: Round.\n    {before}\n")
    (counterexample,) = weigh_claim(variant_of(tmp_path, override("tour", now), parent=parent)).counterexamples
    assert counterexample.allowed == f"A plan in which 'A tour' has team: {', '.join(names)}."


def test_a_model_that_extends_none_has_no_claim(tmp_path: Path) -> None:
    model = load_model(write_house(tmp_path))
    assert lint(model).claim is None
    with pytest.raises(ValueError, match="house@1 extends no model"):
        weigh_claim(model)


def test_a_variant_of_a_variant_is_held_to_its_own_parent(tmp_path: Path) -> None:
    write_house(tmp_path)
    (tmp_path / "cabin.yaml").write_text(cabin_text(NARROWED), "utf-8")
    hut = cabin_text(override("room", ROOM_SIZE.format("standard: 1, limits: [{max: 3, basis: [D-1]}]")))
    hut = hut.replace("cabin", "hut").replace("./house.yaml", "./cabin.yaml").replace("C-1", "D-1")
    (tmp_path / "hut.yaml").write_text(hut.replace("letter", "note"), "utf-8")
    claim = weigh_claim(load_model(tmp_path / "hut.yaml"))
    assert claim.parent.reference == "cabin@1"
    assert shown(claim) == [("room", "A plan in which 'A room' has size: 3.")]


# In one command ------------------------------------------------------------------------------------------


def said(folder: Path, *overrides: str, claim: str = "implements", rest: str = "") -> str:
    variant_of(folder, *overrides, claim=claim, rest=rest)
    answer = command("lint", folder / "cabin.yaml")
    assert answer.err == ""
    return " ".join(answer.out.split())


def test_one_command_says_what_is_narrowed_replaced_and_added_and_that_the_claim_holds(tmp_path: Path) -> None:
    text = said(
        tmp_path, NARROWED, override("tour", "statement: A guide.", nature="format"), rest=f"essential:\n{STOVE}"
    )
    for part in (
        "SOUND The Cabin (cabin@1): 2 pieces of advice",
        "What The Cabin does differently from The House",
        "It claims to implement The House (house@1): whoever follows it follows its parent too.",
        "The claim holds: it asks for as much as its parent everywhere.",
        "Adds: - It adds the essential element 'A stove'.",
        f"Asks for more: - It allows less for 'size' of 'A room': at most 2; before: at most 4. Why: {WHY}",
        f"Does in another way: - It says of 'A tour': A guide. Why: {WHY}",
    ):
        assert part in text


def test_one_command_shows_the_plan_by_which_a_claim_fails_and_exits_1(tmp_path: Path) -> None:
    variant_of(tmp_path, WIDENED)
    answer = command("lint", tmp_path / "cabin.yaml")
    assert answer.status == 1
    text = " ".join(answer.out.split())
    assert text.startswith("FAULTY The Cabin (cabin@1): 1 fault FID618 fault cabin@1 claims to implement house@1")
    assert "The claim does not hold: a plan that it allows and its parent calls a breach is shown below." in text
    assert "choices:\n    room:\n      size: 5\n" in answer.out


@pytest.mark.parametrize(
    ("claim", "overrides", "words"),
    [
        ("extends", (NARROWED,), "That claim holds: it promises to build on its parent, and no more."),
        ("extends", (NARROWED,), "A claim to implement its parent would hold too: it asks for as much"),
        ("extends", (WIDENED,), "A claim to implement its parent would not hold: a plan that it allows"),
        (
            "extends",
            (*WITHOUT_TOUR, override("uniforms", key="proscribed")),
            "would not hold: 2 plans that it allows and its parent calls a breach are shown below.",
        ),
        (
            "extends",
            (override("room", "adaptation: {}"),),
            "Whether it could also claim to implement its parent is open: it asks for less in places, and no plan",
        ),
        ("inspired-by", (WIDENED,), "There is no claim to test."),
        (
            "implements",
            (override("room", "adaptation: {}"),),
            (
                "The claim is open: it asks for less in places, and no plan that was tried shows that its parent would "
                "call this a breach"
            ),
        ),
    ],
)
def test_one_command_says_what_other_claims_come_to(
    claim: str, overrides: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    assert words in said(tmp_path, *overrides, claim=claim)


def test_a_plan_that_shows_several_breaches_is_printed_once(tmp_path: Path) -> None:
    text = said(tmp_path, SHIFTED, *WITHOUT_TOUR, claim="extends")
    assert text.count("plan: untouched") == 1
    assert "'A tour' is taken out" in text
    assert "The plan says 6 for 'size'" in text


def test_a_text_of_a_plan_is_read_back_whatever_signs_are_in_it(tmp_path: Path) -> None:
    odd = 'A "quoted" \\ line: #x é 😀'
    parent = PARENT.replace(
        "title: Uniforms, statement: Somebody wears a uniform.", f"title: '{odd}', statement: '{odd}'"
    )
    variant = variant_of(tmp_path, override("uniforms", key="proscribed"), claim="extends", parent=parent)
    (counterexample,) = weigh_claim(variant).counterexamples
    read = read_plan(plan_text(counterexample.plan).encode(), "shown.yaml")
    assert read.changes[0].addition is not None
    assert read.changes[0].addition.title == odd


def test_every_fault_of_a_variant_is_its_own_and_not_its_parents(tmp_path: Path) -> None:
    unused = PARENT.replace("evidence:\n", "  old: {type: report, authors: X, title: Old}\nevidence:\n").replace(
        "principles:\n", "  - {id: H-2, says: More., source: guide, voice: owner, status: seen}\nprinciples:\n"
    )
    assert {one.code for one in lint(read_model(unused.encode(), "house.yaml")).issues} == {"FID614", "FID615"}
    assert lint(variant_of(tmp_path, NARROWED, parent=unused)).issues == ()
