"""Runs cells of Python, one after another, in one lasting set of variables.

A request on standard input is a line `run TOKEN BYTES PLOTS ROWS` and that many bytes of code. What
is printed goes out as it is; a line that begins with a record separator and the token is a mark of
ours. The host believes none of it: it counts and cuts whatever comes (decision 0032).
"""

import ast
import io
import json
import os
import signal
import sys
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import frames  # noqa: E402

requests = os.fdopen(os.dup(0), "rb")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
own = os.getpid()


def mark(token, *words):
    sys.stdout.flush()
    sys.stdout.write("\n\x1e" + " ".join((token,) + words) + "\n")
    sys.stdout.flush()


def drawn(token, form):
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    try:
        for number in pyplot.get_fignums():
            held = io.BytesIO()
            pyplot.figure(number).savefig(held, format=form, dpi=110)
            mark(token, "plot", form, held.getvalue().hex())
    finally:
        pyplot.close("all")


def limited(rows):
    """What a frame shows by itself; the host counts and cuts all the same."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return
    pandas.set_option("display.max_rows", max(rows, 1), "display.min_rows", max(rows, 1))
    pandas.set_option("display.width", 120, "display.max_columns", 30)


def evaluate(code, scope):
    tree = ast.parse(code, "<cell>")
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, "<cell>", "exec"), scope)
    if last is None:
        return
    value = eval(compile(last, "<cell>", "eval"), scope)
    if value is not None:
        scope["_"] = value
        print(repr(value))


def sentence(error):
    """The error's own words and the line of the cell; no other frame, which names files of ours."""
    words = "".join(traceback.format_exception_only(type(error), error)).strip()
    lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == "<cell>"]
    return f"{words} (line {lines[-1]} of this cell)" if lines else words


def cell(token, code, form, rows, scope):
    frames.begin()
    limited(rows)
    problem = None
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        evaluate(code, scope)
    except KeyboardInterrupt:
        problem = "interrupted"
    except SystemExit:
        problem = "SystemExit: the code asked to end Python; it stays, and so do its variables."
    except BaseException as error:  # whatever the code raises is the code's
        problem = sentence(error)
    if os.getpid() != own:
        os._exit(0)  # a child that the code made; only we answer and read on
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        drawn(token, form)
    except BaseException as error:
        problem = problem or sentence(error)
    for made in frames.made():
        mark(token, "frame", json.dumps(made))
    sys.stderr.flush()
    sys.stderr.write(f"\n\x1e{token} end\n")
    sys.stderr.flush()
    if problem is not None:
        mark(token, "error", json.dumps(problem))
    mark(token, "end")


def main():
    scope = {"__name__": "__main__", "frame": frames.frame, "share": frames.share}
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for a cell, not for what lies between
    while True:
        line = requests.readline()
        if not line:
            return
        _, token, size, form, rows = line.decode().split()
        cell(token, requests.read(int(size)).decode(), form, int(rows), scope)


main()
