"""Recurrent layers and cells."""

from .recorder import bf16, case, f32, f64, family, normal, s64, SUM, tensor, uniform

I, H = 3, 2


def weights(gates, layers, directions, biases=True, dtype=f32, inputs=I):
    for layer in range(layers):
        for _ in range(directions):
            size = inputs if layer == 0 else H * directions
            yield uniform(gates * H, size, low=-1.0, high=1.0, dtype=dtype)
            yield uniform(gates * H, H, low=-1.0, high=1.0, dtype=dtype)
            if biases:
                yield uniform(gates * H, low=-1.0, high=1.0, dtype=dtype)
                yield uniform(gates * H, low=-1.0, high=1.0, dtype=dtype)


def layers():
    for name, gates in (("lstm", 4), ("gru", 3), ("rnn_tanh", 1), ("rnn_relu", 1)):
        op = f"aten.{name}.input"
        for count in (1, 2):
            for bidirectional in (False, True):
                for batch_first in (False, True):
                    for biases in (True, False):
                        directions = 2 if bidirectional else 1
                        title = f"layers_{count}" + "_bidirectional" * bidirectional + "_batch_first" * batch_first + "_no_bias" * (not biases)
                        x = normal(2, 4, I, scale=1.0) if batch_first else normal(4, 2, I, scale=1.0)
                        h = normal(count * directions, 2, H, scale=1.0)
                        state = [h, normal(count * directions, 2, H, scale=1.0)] if name == "lstm" else h
                        case(op, title, x, state, list(weights(gates, count, directions, biases)), biases, count, 0.0, False, bidirectional, batch_first,
                             tol=SUM)
        for dtype, title in ((f64, "f64"), (bf16, "bf16")):
            h = normal(1, 2, H, dtype=dtype, scale=1.0)
            state = [h, normal(1, 2, H, dtype=dtype, scale=1.0)] if name == "lstm" else h
            case(op, title, normal(3, 2, I, dtype=dtype, scale=1.0), state, list(weights(gates, 1, 1, True, dtype)), True, 1, 0.0, False, False, False, tol=SUM)
        h = normal(1, 2, H)
        state = [h, normal(1, 2, H)] if name == "lstm" else h
        deep = normal(2, 2, H)
        deep_state = [deep, normal(2, 2, H)] if name == "lstm" else deep
        case(op, "dropout_in_evaluation", normal(3, 2, I), deep_state, list(weights(gates, 2, 1)), True, 2, 0.5, False, False, False, tol=SUM)
        case(op, "one_step", normal(1, 2, I), state, list(weights(gates, 1, 1)), True, 1, 0.0, False, False, False, tol=SUM)
        packed = f"aten.{name}.data"
        h = normal(2, 3, H)
        state = [h, normal(2, 3, H)] if name == "lstm" else h
        case(packed, "bidirectional", normal(6, I), tensor([3, 2, 1], s64), state, list(weights(gates, 1, 2)), True, 1, 0.0, False, True, tol=SUM)
        cell = f"aten.{name}_cell.default"
        for biases, title in ((True, "bias"), (False, "no_bias")):
            h = normal(2, H)
            state = [h, normal(2, H)] if name == "lstm" else h
            case(cell, title, normal(2, I), state, *weights(gates, 1, 1, biases), tol=SUM)
    projected = [uniform(8, I, low=-1.0), uniform(8, 1, low=-1.0), uniform(8), uniform(8), uniform(1, H, low=-1.0)]
    case("aten.lstm.input", "projection", normal(3, 2, I), [normal(1, 2, 1), normal(1, 2, H)], projected, True, 1, 0.0, False, False, False, tol=SUM)


def record():
    family("recurrent")
    layers()
