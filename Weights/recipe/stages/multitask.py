"""Stages 6 and 9 to 13, and the last of home.pipit: every head on one encoder, in float and then as the engine rounds;
resumable.

    python -m stages.multitask base          work/start.pt -> work/base.pt
    python -m stages.multitask everything    work/base.pt -> work/everything.pt

Each step draws one of the sets of the stage by its share (mixture.py).
"""

import argparse
import math
import random
import time

import torch
from tqdm import tqdm

from judging import judge, measure
from model import shipped, training
from model.encoder import Shape
from model.network import Network, add_capitals
from tasks import data, heads, mixture

JUDGES = {
    "assistant": judge.judge_assistant,
    "base": judge.judge_base,
    "contrast": judge.judge_contrast,
    "wider": judge.judge_contrast,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=sorted(mixture.STAGES))
    parser.add_argument(
        "--start", default="start.pt", help="a checkpoint in work/, or a shipped file: its weights times their scales"
    )
    parser.add_argument("--output", default="everything.pt")
    parser.add_argument("--steps", type=int, default=14_000)
    parser.add_argument("--until", type=int, help="where to stop, before all of --steps")
    parser.add_argument(
        "--float-share", type=float, default=1.0, help="of the steps; the others go through the engine's arithmetic"
    )
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--check", type=int, default=2500, help="steps between checkpoints")
    parser.add_argument(
        "--average", type=float, default=0.0, help="decay of the running mean of the weights that is saved; 0: none"
    )
    parser.add_argument(
        "--output-group",
        type=int,
        default=0,
        help="in stages everything and assistant: inputs that share a scale of the blocks' outputs in 4 bits, 0 for 8",
    )
    parser.add_argument("--table-bits", type=int, choices=(2, 4, 8), help="of the token table, in place of what it had")
    parser.add_argument("--without", nargs="*", default=[], help="sets of the stage that are left out")
    parser.add_argument("--lines", type=int, help="of a file of pre-training text, at most: for a rehearsal")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(data.THREADS)
    torch.manual_seed(options.seed)
    target = data.WORK / options.output
    state = torch.load(target) if target.exists() else None
    last = options.until or options.steps
    if state and state["steps"] >= last:
        return
    all_heads = heads.all_heads()
    named = {head.name: head for head in all_heads}
    start = data.WORK / options.start
    before = shipped.checkpoint(start) if start.suffix == ".pipit" else torch.load(start)
    if options.stage in ("assistant", "everything"):
        before["shape"] |= {"query_group": 48, "output_group": options.output_group}
    if options.table_bits:
        before["shape"]["table_bits"] = options.table_bits
    network = Network(Shape(**before["shape"]), all_heads)
    add_capitals(before["network"])
    own = network.state_dict()
    known = {name: value for name, value in before["network"].items() if name in own and own[name].shape == value.shape}
    print("from the start:", ", ".join(sorted({".".join(name.split(".")[:2]) for name in known})), flush=True)
    network.load_state_dict(known, strict=False)
    encoder_learns = options.stage != "heads"
    network.encoder.requires_grad_(encoder_learns)
    made = mixture.builders(named, options.stage, options.lines)
    shares, drawn = zip(
        *((share, made[name]()) for name, share in mixture.STAGES[options.stage].items() if name not in options.without)
    )
    old = [p for n, p in network.named_parameters() if n.startswith("encoder.") and n != "encoder.segments"]
    new = [p for n, p in network.named_parameters() if not n.startswith("encoder.") or n == "encoder.segments"]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": options.rate, "weight_decay": 0.0}, {"params": new, "lr": 2 * options.rate}],
        betas=(0.9, 0.99),
        weight_decay=0.01,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda s: min((s + 1) / 300, 0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1.0, s / options.steps)))),
    )
    scores_of = JUDGES.get(options.stage, judge.judge_everything)
    first, switch = 0, int(options.float_share * options.steps)
    if state:
        network.load_state_dict(state["network"]), optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        first = state["steps"]
        if first > switch:
            network.play_quantized()
    if first == 0 and switch == 0:
        # A table that stays, or has learned on a codebook, keeps its grid.
        if not network.encoder.table_scale.any() or (encoder_learns and "encoder.codebook" not in known):
            network.encoder.set_table_scales()
        network.play_quantized()
    mean = (
        torch.optim.swa_utils.AveragedModel(
            network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(options.average)
        )
        if options.average
        else None
    )
    draw, began, losses = random.Random(options.seed + first), time.monotonic(), {}
    for step in tqdm(range(first, last), initial=first, total=last, mininterval=10):
        if step == switch > 0:
            network.encoder.set_table_scales()
            network.play_quantized()
        chosen = draw.choices(drawn, shares)[0]
        loss = chosen.loss(network)
        training.take_step(loss, network, optimizer, schedule)
        if mean:
            mean.update_parameters(network)
        name = chosen.head.name if hasattr(chosen, "head") else type(chosen).__name__
        losses[name] = 0.95 * losses.get(name, loss.item()) + 0.05 * loss.item()
        if (step + 1) % options.check == 0 or step + 1 == last:
            print(f"step {step + 1}, {time.monotonic() - began:.0f} s: {measure.line(losses)}", flush=True)
            shown = mean.module if mean else network
            partial = target.with_suffix(".partial")
            torch.save(
                {
                    "network": shown.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "shape": before["shape"],
                    "steps": step + 1,
                },
                partial,
            )
            partial.replace(target)
            print(f"step {step + 1} valid: {measure.line(scores_of(shown, named))}", flush=True)


if __name__ == "__main__":
    main()
