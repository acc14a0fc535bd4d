"""Data frames that languages hand each other: a folder of binary columns in memory (the README says which).

numpy and pandas are loaded when the first frame is: a cell that needs none starts at once.
"""

import os
import re
import shutil

FOLDER = "/frames"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}\Z")
new = []


def begin():
    new.clear()


def made():
    return list(new)


def checked(name):
    if not isinstance(name, str) or not NAME.match(name):
        raise ValueError("Name a frame with letters, digits and underscores, at most 40, a letter first.")
    return os.path.join(FOLDER, name)


def frame(name):
    """The frame of this name as a pandas DataFrame."""
    import pandas as pd

    at = checked(name)
    try:
        with open(os.path.join(at, "columns"), encoding="utf8") as file:
            rows, *lines = file.read().split("\n")[:-1]
    except FileNotFoundError:
        raise ValueError(f"There is no frame called {name}; make it in a cell of SQL or with share().") from None
    columns = {}
    for index, line in enumerate(lines):
        kind, _, label = line.split(" ", 2)
        columns[label] = column(at, index, kind)
    return pd.DataFrame(columns, index=pd.RangeIndex(int(rows)), copy=False)


def column(at, index, kind):
    import numpy as np
    import pandas as pd

    def read(suffix, dtype):
        return np.fromfile(os.path.join(at, f"{index}.{suffix}"), dtype=dtype)

    missing = None
    if os.path.exists(os.path.join(at, f"{index}.valid")):
        missing = read("valid", np.uint8) == 0
    if kind == "text":
        return text(at, index, missing)
    if kind == "key":
        values = np.array(strings(at, f"{index}.bin"), dtype=object)
        if missing is not None:
            values[missing] = None
        return values
    types = {"int": "<i4", "long": "<i8", "double": "<f8", "bool": "u1", "date": "<i4", "time": "<i8"}
    values = read("bin", types[kind])
    if kind == "date":
        values = values.astype("datetime64[D]").astype("datetime64[ns]")
    elif kind == "time":
        values = values.astype("datetime64[us]").astype("datetime64[ns]")
    elif kind == "bool":
        values = values.astype(bool)
    if missing is None or not missing.any():
        return values
    if kind in ("date", "time"):
        values[missing] = np.datetime64("NaT")
        return values
    if kind == "double":
        values[missing] = np.nan
        return values
    return pd.arrays.BooleanArray(values, missing) if kind == "bool" else pd.arrays.IntegerArray(values, missing)


def strings(at, name):
    with open(os.path.join(at, name), "rb") as file:
        return file.read().decode("utf8", "replace").split("\x1f")[:-1]


def text(at, index, missing):
    import numpy as np

    codes = np.fromfile(os.path.join(at, f"{index}.bin"), dtype="<i4")
    values = np.array(strings(at, f"{index}.levels") or [None], dtype=object)[codes]
    if missing is not None:
        values[missing] = None
    return values


def share(data, name):
    """Keeps a DataFrame as a frame that SQL and R can read by this name."""
    import pandas as pd

    if isinstance(data, pd.Series):
        data = data.to_frame()
    if not isinstance(data, pd.DataFrame):
        raise TypeError("share() takes a pandas DataFrame and a name.")
    at = checked(name)
    draft = os.path.join(FOLDER, f".{name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    os.mkdir(draft)
    labels = [re.sub(r"[\x00-\x1f]", " ", str(label)) for label in data.columns]
    lines = [str(len(data))]
    for index, label in enumerate(labels):
        kind, levels = kept(draft, index, data.iloc[:, index])
        lines.append(f"{kind} {levels} {label}")
    with open(os.path.join(draft, "columns"), "w", encoding="utf8") as file:
        file.write("".join(line + "\n" for line in lines))
    shutil.rmtree(at, ignore_errors=True)
    os.rename(draft, at)
    new.append({"name": name, "rows": len(data), "columns": labels})


def kept(at, index, series):
    """Writes one column; answers its kind, and how many texts it has."""
    import numpy as np
    import pandas as pd

    missing = series.isna().to_numpy()
    some = missing.any()

    def write(suffix, values):
        values.tofile(os.path.join(at, f"{index}.{suffix}"))

    if some:
        write("valid", (~missing).astype(np.uint8))
    if pd.api.types.is_bool_dtype(series.dtype):
        write("bin", series.fillna(False).to_numpy(dtype=np.uint8) if some else series.to_numpy(dtype=np.uint8))
        return "bool", 0
    if pd.api.types.is_integer_dtype(series.dtype):
        values = series.fillna(0).to_numpy(dtype=np.int64) if some else series.to_numpy(dtype=np.int64)
        small = len(values) == 0 or (values.min() >= -(2**31) + 1 and values.max() < 2**31)
        write("bin", values.astype("<i4") if small else values)
        return ("int" if small else "long"), 0
    if pd.api.types.is_float_dtype(series.dtype):
        write("bin", series.to_numpy(dtype=np.float64, na_value=np.nan))
        return "double", 0
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        values = series.to_numpy(dtype="datetime64[us]").astype(np.int64)
        values[missing] = 0
        write("bin", values)
        return "time", 0
    codes, levels = pd.factorize(series)
    write("bin", np.where(codes < 0, 0, codes).astype("<i4"))
    words = [str(level).replace("\x1f", " ") for level in levels]
    with open(os.path.join(at, f"{index}.levels"), "wb") as file:
        file.write(("\x1f".join(words) + "\x1f" if words else "").encode("utf8", "replace"))
    return "text", len(words)
