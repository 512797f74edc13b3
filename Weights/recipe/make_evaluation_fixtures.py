"""Makes Tests/ForgeTests/Fixtures/evaluation: labelled files, and what `forge eval` must measure on them.

    python make_evaluation_fixtures.py            writes the folder
    python make_evaluation_fixtures.py --check    makes all anew and compares with the folder

The answers are those of the numpy witness on small random models; what the files want are these answers, many of them
changed. The figures come from scikit-learn, scipy and the functions of SQuAD's own script.
"""

from __future__ import annotations

import dataclasses
import json
import random
import re
import string
import sys
from collections import Counter

import numpy as np
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import accuracy_score, f1_score, matthews_corrcoef

from make_session_fixtures import ENDINGS, ODDITIES, OUT_OF_SCOPE, some_text
from make_task_fixtures import FIXTURES, NUMBERS, TaskAnswers
from pipit import format as fmt
from pipit.reference import engine, numerics
from pipit.text.syntactic_words import pieces_of, syntactic_words

FOLDER = FIXTURES.parents[1] / "ForgeTests/Fixtures/evaluation"
ROWS = 40
KEPT = 0.95
MASKED_SHARE = 0.15


def main() -> None:
    made, cases = {}, []
    for make in (classes, tags, answers, words, lines, likeness, pairs):
        for case, header, rows in make():
            cases.append(case)
            made[case["file"]] = "".join("\t".join(row) + "\n" for row in ([header] if header else []) + rows).encode()
    made["expected.json"] = (json.dumps(cases, indent=1) + "\n").encode()
    print(f"{sum(map(len, made.values()))} bytes in {len(made)} files")
    for case in cases:
        print(case["task"], {name: round(value, 3) for name, value in case["measures"].items()})
    if sys.argv[1:] == ["--check"]:
        found = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.name != "README.md"}
        if found != made:
            sys.exit("the folder differs")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (FOLDER / name).write_bytes(data)


def model_answers(name: str) -> TaskAnswers:
    return TaskAnswers(fmt.read(FIXTURES / "encoder" / f"{name}.pipit"))


def case(model: TaskAnswers, task: str, examples: int, measures: dict) -> dict:
    return {"model": model.model.info["name"], "task": task, "file": f"{task}.tsv", "examples": examples,
            "measures": {name: float(value) for name, value in measures.items()}}


def plain_text(draw: random.Random, model: TaskAnswers) -> str:
    return " ".join(some_text(draw, model.model).split())


# One label


def classes():
    model = model_answers("every_head")
    outside_texts = [text.removeprefix("@command ") for text in OUT_OF_SCOPE]
    for task, codes in (("intent", False), ("sentiment", True)):
        draw = random.Random(task)
        head = model.heads[task]
        rows, gold, answered, best, outside = [], [], [], [], []
        for number in range(2 * ROWS):
            looked_for = draw.choice([*head.labels, "oos", "oos"])
            text, (label, rejected, p) = sought(
                lambda: draw.choice(outside_texts) if looked_for == "oos" else plain_text(draw, model), lambda text: class_of(model, head, text),
                lambda found: looked_for == ("oos" if found[1] else found[0]))
            wanted = label if draw.random() < 0.6 else draw.choice(head.labels)
            if head.out_of_scope and (number % 4 == 0 or rejected and draw.random() < 0.5):
                wanted = "oos"
            gold.append(wanted)
            answered.append("oos" if rejected else label)
            best.append(label)
            outside.append(float(p[-1]) if head.out_of_scope else 0.0)
            rows.append([text, str(head.labels.index(wanted)) if codes else wanted])
        yield case(model, task, len(rows), class_measures(gold, answered, best, outside)), ["text", "label"], rows


def class_of(model: TaskAnswers, head, text: str):
    """The best label, whether the text is out of scope, all probabilities."""
    encoding = model.tokenizer.encode(text)
    z = engine.text_logits(model.model, head, encoding.ids, engine.capitals(text, encoding.offsets))
    e = numerics.exp(z - z.max())
    p = e / numerics.lane_sum(e)
    return head.labels[int(z[: len(head.labels)].argmax())], bool(head.out_of_scope and p[-1] > np.float32(head.threshold)), p


def sought(draw, answer, is_fit, tries: int = 60):
    """What is drawn until its answer is fit, and that answer: random models say the same of most texts."""
    for _ in range(tries):
        drawn = draw()
        found = answer(drawn)
        if is_fit(found):
            break
    return drawn, found


def class_measures(gold, answered, best, outside) -> dict:
    gold, answered, best, outside = map(np.array, (gold, answered, best, outside))
    inside = gold != "oos"
    found = {"accuracy": accuracy_score(gold, answered), "label_accuracy": accuracy_score(gold[inside], best[inside]),
             "macro_f1": macro_f1(gold, answered)}
    if len(set(gold)) == 2:
        found["matthews"] = matthews_corrcoef(gold, answered)
    if not inside.all():
        kept = np.sort(outside[inside])[int(np.ceil(KEPT * inside.sum())) - 1]
        found |= {"in_scope_accuracy": accuracy_score(gold[inside], answered[inside]),
                  "in_scope_kept": np.mean(answered[inside] != "oos"), "oos_recall": np.mean(answered[~inside] == "oos"),
                  "oos_recall_at_95": np.mean(outside[~inside] > kept)}
    return found


def macro_f1(gold, answered) -> float:
    return f1_score(gold, answered, labels=sorted(set(gold)), average="macro", zero_division=0)


# A tag for each token


def tags():
    model = model_answers("tasks")
    draw = random.Random("pos")
    head = model.heads["pos"]
    rows, hits, sentences = [], [], []
    for number in range(ROWS):
        tokens = [token(draw, model) for _ in range(draw.randint(1, 8) if number else 60)]
        text = " ".join(tokens)
        encoding = model.tokenizer.encode(text)
        fitting = model.n - 2
        z = engine.logits(model.model, head, model.read(encoding, text))
        found = [(start, head.labels[int(z[piece + 1].argmax())])
                 for piece, start, _ in syntactic_words(text.encode(), pieces_of(encoding, text)[:fitting])]
        start, given = 0, []
        for item in tokens:
            end = start + len(item.encode())
            given.append(next((tag for at, tag in found if start <= at < end), None))
            start = end + 1
        wanted = [tag if tag and draw.random() < 0.8 else draw.choice(head.labels) for tag in given]
        right = [a == b for a, b in zip(given, wanted, strict=True)]
        hits += right
        sentences.append(all(right))
        rows.append([text, " ".join(wanted)])
    measures = {"tag_accuracy": np.mean(hits), "sentence_accuracy": np.mean(sentences)}
    yield case(model, "pos", len(rows), measures), ["tokens", "upos"], rows


def token(draw: random.Random, model: TaskAnswers) -> str:
    vocabulary = model.model.vocabulary
    word = draw.choice(vocabulary.words) + draw.choice([""] * 3 + vocabulary.continuations)
    return draw.choice([word, word + draw.choice(ENDINGS), draw.choice(ODDITIES), draw.choice(NUMBERS), "\u200b", word.upper()])


# Answers


def answers():
    model = model_answers("tasks")
    for task in ("qa", "qa.bare"):
        draw = random.Random(task)
        head = model.heads[task]
        rows, given, best = [], [], []
        for number in range(ROWS):
            question = plain_text(draw, model)
            context = " ".join(plain_text(draw, model) for _ in range(draw.choice([1, 2, 6])))
            one, sure = (found_answer(model, h, question, context) for h in (head, dataclasses.replace(head, threshold=1.0)))
            gold = wanted_answer(draw, sure or one, context)
            given.append(squad(one, gold))
            best.append(squad(sure, gold))
            rows.append([context, question, gold, str(max(context.find(gold), 0)), one])
        measures = {f"{name}{measure}": np.mean([pair[place] for pair in found]) for name, found in (("", given), ("best_", best))
                    for place, measure in enumerate(("exact_match", "f1"))}
        measures["answered"] = np.mean([row[-1] != "" for row in rows])
        yield (case(model, task, len(rows), measures), ["context", "question", "answer", "answer_start"],
               [row[:-1] for row in rows])


def found_answer(model: TaskAnswers, head, question: str, context: str) -> str:
    members, _ = model.answer(head, question, context)
    return json.loads("{" + ",".join(members) + "}")["answer"] or ""


def wanted_answer(draw: random.Random, found: str, context: str) -> str:
    words = context.split(" ")
    start = draw.randrange(len(words))
    other = " ".join(words[start : start + draw.randint(1, 4)])
    return draw.choice([
        found, f"The {found.upper()}", f"{found}.", f"a\u2013{found}, an", found.replace(" ", "  "), f"{found} {other}",
        " ".join(found.split(" ")[:2]), other, other, ""])


def squad(found: str, gold: str) -> tuple[float, float]:
    """Exact match and F1 as compute_exact and compute_f1 of SQuAD's evaluate-v2.0.py."""
    a, b = normalized(found).split(), normalized(gold).split()
    exact = float(normalized(found) == normalized(gold))
    if not a or not b:
        return exact, float(a == b)
    same = sum((Counter(a) & Counter(b)).values())
    if same == 0:
        return exact, 0.0
    precision, recall = same / len(a), same / len(b)
    return exact, 2 * precision * recall / (precision + recall)


def normalized(text: str) -> str:
    """normalize_answer of the same script."""
    text = "".join(mark for mark in text.lower() if mark not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


# Masked words


def words():
    model = model_answers("tasks")
    for task in ("fill", "fill.own"):
        draw = random.Random(task)
        rows, places, known = [], [], []
        vocabulary = set(model.model.vocabulary.words)
        for number in range(ROWS):
            masks = draw.choice([1, 1, 1, 2])
            text = " ".join(plain_text(draw, model) + " [MASK]" for _ in range(masks if number else 6))
            members, _ = model.fill(model.heads[task], text)
            found = [[guess["word"] for guess in mask["words"]] for mask in json.loads("{" + members[0] + "}")["masks"]]
            found += [[]] * (text.count("[MASK]") - len(found))
            wanted = [draw.choice(guesses + ["zzz", "bo"]) for guesses in found]
            places += [guesses.index(word) if word in guesses else 99 for word, guesses in zip(wanted, found, strict=True)]
            known += [word in vocabulary for word in wanted]
            rows.append([text, " ".join(draw.choice([word, word.upper()]) for word in wanted)])
        places = np.array(places)
        measures = {"top_1": np.mean(places < 1), "top_5": np.mean(places < 5), "known_words": np.mean(known)}
        yield case(model, task, len(rows), measures), ["text", "word"], rows


def lines():
    """Plain lines, their pieces masked by SplitMix64 from seed 1; a mask has no capital."""
    for name, file in (("tasks", "fill.txt"), ("capitals", "capitals.txt")):
        measures, rows = masked_lines(model_answers(name))
        yield case(model_answers(name), "fill", len(rows), measures) | {"file": file}, None, rows


def masked_lines(model: TaskAnswers):
    draw = random.Random("lines")
    head, c = model.heads["fill"], model.model.config
    numbers = split_mix(1)
    rows, places, losses = [], [], []
    for number in range(ROWS):
        text = plain_text(draw, model) if number else " ".join(plain_text(draw, model) for _ in range(9))
        encoding = model.tokenizer.encode(text)
        ids = encoding.ids[: model.n - 2]
        masked = [c.mask_id if piece != c.unknown_id and next(numbers) < MASKED_SHARE else piece for piece in ids]
        rows.append([text])
        if masked == ids:
            continue
        capitals = engine.capitals(text, encoding.offsets)
        encoded = model.encoded(masked, [capitals[k] and masked[k] == ids[k] for k in range(len(ids))])
        for place in (k for k in range(len(ids)) if masked[k] != ids[k]):
            z = engine.logits(model.model, head, encoded[place + 1 : place + 2])[0].astype(np.float64)
            losses.append(z.max() + np.log(np.exp(z - z.max()).sum()) - z[ids[place]])
            places.append(int((z > z[ids[place]]).sum()))
    places = np.array(places)
    return {"top_1": np.mean(places < 1), "top_5": np.mean(places < 5), "loss": np.mean(losses)}, rows


def split_mix(state: int):
    """Fractions of 1 by SplitMix64."""
    limit = (1 << 64) - 1
    while True:
        state = (state + 0x9E3779B97F4A7C15) & limit
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & limit
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & limit
        yield ((z ^ (z >> 31)) >> 11) * 2.0**-53


# Two texts


def likeness():
    model = model_answers("tasks")
    for task in ("similar", "similar.rows", "embed", "embed.out"):
        draw = random.Random(task)
        head = model.heads[task]
        rows, found, wanted = [], [], []
        for _ in range(ROWS):
            a, b = plain_text(draw, model), plain_text(draw, model)
            if draw.random() < 0.1:
                b = a
            u, v = (engine.vector(model.model, head, model.pooled(head, text)[0]) for text in (a, b))
            found.append(float(engine.cosine(u, v)))
            wanted.append(f"{found[-1] * 3 + draw.gauss(2, 0.8):.1f}")
            rows.append([a, b, wanted[-1]])
        gold = np.array(wanted, float)
        measures = {"spearman": spearmanr(gold, found).statistic, "pearson": pearsonr(gold, found).statistic}
        yield case(model, task, len(rows), measures), ["text_a", "text_b", "score"], rows


def pairs():
    """SICK's labels in upper case, RTE's two, codes; with a class out of scope."""
    model = model_answers("tasks")
    three = lambda label: label.upper()
    two = lambda label: label if label == "entailment" else "not_entailment"
    for task, head_name, column, written, positive in (
            ("sick", "entail", "entailment", three, None), ("rte", "entail", "label", two, "entailment"),
            ("codes", "next", "label", lambda label: str(["next", "random"].index(label)), "random"),
            ("outside", "paraphrase", "label", lambda label: label, None)):
        draw = random.Random(task)
        head = model.heads[head_name]
        rows, gold, answered = [], [], []
        for number in range(ROWS):
            looked_for = draw.choice(head.labels + (["oos"] if head.out_of_scope else []))
            (a, b), label = sought(lambda: (plain_text(draw, model), plain_text(draw, model)),
                                   lambda texts: related(model, head, *texts), lambda found: found == looked_for)
            wanted = label if draw.random() < 0.6 else draw.choice(head.labels)
            rows.append([a, b, "oos" if wanted == "oos" else written(wanted)])
            same = two if task == "rte" else str
            gold.append(same(wanted))
            answered.append(same(label))
        found = {"accuracy": accuracy_score(gold, answered), "macro_f1": macro_f1(gold, answered)}
        if len(set(gold)) == 2:
            found["matthews"] = matthews_corrcoef(gold, answered)
        if positive:
            found["f1"] = f1_score(gold, answered, pos_label=positive)
        yield (case(model, head_name, len(rows), found) | {"file": f"{task}.tsv"}, ["text_a", "text_b", column], rows)


def related(model: TaskAnswers, head, a: str, b: str) -> str:
    members, _ = model.relation(head, a, b)
    return json.loads("{" + members[0] + "}")["label"] or "oos"


if __name__ == "__main__":
    main()
