package dev.octet.benchmarks.onnx;

import java.util.List;

/** An attribute of an ONNX node. */
sealed interface Attribute {
  String name();

  void write(ProtoWriter out);

  record Int(String name, long value) implements Attribute {
    @Override
    public void write(ProtoWriter out) {
      out.text(1, name).number(3, value).number(20, 2);
    }
  }

  @SuppressWarnings("AvoidCommonTypeNames") // ONNX's name for it
  record Float(String name, double value) implements Attribute {
    @Override
    public void write(ProtoWriter out) {
      out.text(1, name).real(2, (float) value).number(20, 1);
    }
  }

  record Text(String name, String value) implements Attribute {
    @Override
    public void write(ProtoWriter out) {
      out.text(1, name).text(4, value).number(20, 3);
    }
  }

  record Ints(String name, List<Long> values) implements Attribute {
    @Override
    public void write(ProtoWriter out) {
      out.text(1, name).numbers(8, values).number(20, 7);
    }
  }
}
