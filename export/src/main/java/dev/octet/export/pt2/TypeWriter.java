package dev.octet.export.pt2;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes tensor types and symbolic numbers. */
final class TypeWriter {
  private final JsonGenerator json;
  private final Hints hints;

  TypeWriter(JsonGenerator json, Hints hints) {
    this.json = json;
    this.hints = hints;
  }

  void symInt(SymInt value) throws IOException {
    json.writeStartObject();
    if (value.isConstant()) {
      json.writeNumberField("as_int", value.constant());
    } else {
      expression(value.toSympy());
      if (hints.cover(value.symbols())) {
        json.writeObjectFieldStart("hint");
        json.writeNumberField("as_int", value.evaluate(hints.values()));
        json.writeEndObject();
      } else {
        json.writeNullField("hint");
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Opens the object {@code as_expr}, whose hint is still to be written. */
  private void expression(String sympy) throws IOException {
    json.writeObjectFieldStart("as_expr");
    json.writeStringField("expr_str", sympy);
  }

  /** The number that a symbolic value stands for. */
  void symbol(SymbolType type) throws IOException {
    switch (type) {
      case SymbolType.Int(SymInt value) -> symInt(value);
      case SymbolType.Float(var value) -> {
        json.writeStartObject();
        if (value.asConstant().isPresent()) {
          json.writeFieldName("as_float");
          number(json, value.asConstant().getAsDouble());
        } else {
          expression(value.toSympy());
          if (hints.cover(value.symbols())) {
            json.writeObjectFieldStart("hint");
            json.writeFieldName("as_float");
            number(json, value.evaluate(hints.values()));
            json.writeEndObject();
          } else {
            json.writeNullField("hint");
          }
          json.writeEndObject();
        }
        json.writeEndObject();
      }
      case SymbolType.Bool(var value) -> {
        json.writeStartObject();
        if (value.asConstant().isPresent()) {
          json.writeBooleanField("as_bool", value.asConstant().get());
        } else {
          expression(value.toSympy());
          if (hints.cover(value.symbols())) {
            json.writeObjectFieldStart("hint");
            json.writeBooleanField("as_bool", value.evaluate(hints.values()));
            json.writeEndObject();
          } else {
            json.writeNullField("hint");
          }
          json.writeEndObject();
        }
        json.writeEndObject();
      }
    }
  }

  /** A value of the graph. */
  void tensor(TensorType type, boolean requiresGrad) throws IOException {
    meta(
        type.dtype(),
        type.sizes(),
        type.strides().isPresent() ? type.strides().get() : rowMajor(type.sizes()),
        0,
        requiresGrad);
  }

  /** A stored tensor, at an offset in elements of its record. */
  void stored(Tensor tensor, long offset, boolean requiresGrad) throws IOException {
    meta(
        tensor.dtype(),
        symInts(tensor.shape().toArray()),
        symInts(tensor.strides()),
        offset,
        requiresGrad);
  }

  private static List<SymInt> symInts(long[] values) {
    return Arrays.stream(values).mapToObj(SymInt::of).toList();
  }

  private static List<SymInt> rowMajor(List<SymInt> sizes) {
    List<SymInt> strides = new ArrayList<>(sizes);
    SymInt step = SymInt.ONE;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      strides.set(i, step);
      step = step.multiply(sizes.get(i).equals(SymInt.ZERO) ? SymInt.ONE : sizes.get(i));
    }
    return strides;
  }

  private void meta(
      DType dtype, List<SymInt> sizes, List<SymInt> strides, long offset, boolean requiresGrad)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("dtype", DTypeCodes.encode(dtype));
    symInts("sizes", sizes);
    json.writeBooleanField("requires_grad", requiresGrad);
    json.writeObjectFieldStart("device");
    json.writeStringField("type", "cpu");
    json.writeNullField("index");
    json.writeEndObject();
    symInts("strides", strides);
    json.writeFieldName("storage_offset");
    symInt(SymInt.of(offset));
    json.writeNumberField("layout", EnumCodes.STRIDED);
    json.writeEndObject();
  }

  private void symInts(String field, List<SymInt> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (SymInt value : values) {
      symInt(value);
    }
    json.writeEndArray();
  }

  /** Non-finite numbers are strings. */
  static void number(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
  }
}
