package dev.octet.lowering.opencl.template;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.opencl.CText;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.opencl.step.Notes;
import dev.octet.lowering.opencl.step.StepArgument;
import java.util.ArrayList;
import java.util.List;

/** Parameters of a kernel function, and what is passed for them. */
public final class Signature {
  private final List<String> parameters = new ArrayList<>();
  private final List<StepArgument> arguments = new ArrayList<>();
  private final Text pointers = new Text();

  public Signature() {}

  /** Memory that is read, from the first element of the buffer on under the given name. */
  public Signature input(String type, String name, Buffer buffer) {
    return memory("global const " + type + " *restrict " + name, buffer, name);
  }

  public Signature output(String type, String name, Buffer buffer) {
    return memory("global " + type + " *restrict " + name, buffer, name);
  }

  private Signature memory(String declaration, Buffer buffer, String name) {
    pointers.add(CText.of("%1$s += %1$s_start;", name));
    add(declaration, new StepArgument.Memory(buffer));
    return add("const long " + name + "_start", new StepArgument.Start(buffer));
  }

  /** Memory of the program's own, which begins with its first element. */
  public Signature constant(String type, String name, Buffer buffer) {
    return add("global const " + type + " *restrict " + name, new StepArgument.Memory(buffer));
  }

  public Signature number(String name, int value) {
    return add("const int " + name, new StepArgument.OfInt(value));
  }

  public Signature number(String name, long value) {
    return add("const long " + name, new StepArgument.OfLong(value));
  }

  /** A number with its own declaration. */
  public Signature number(String declaration, StepArgument argument) {
    return add(declaration, argument);
  }

  /** Memory of the frame's own in which kernels tell of mistakes, in words of 32 bits. */
  public Signature notes(String name, Notes notes) {
    return add("volatile global int *" + name, new StepArgument.OfNotes(notes));
  }

  private Signature add(String declaration, StepArgument argument) {
    parameters.add(declaration);
    arguments.add(argument);
    return this;
  }

  public String parameters() {
    return String.join(",\n    ", parameters);
  }

  /** Statements that let each pointer point to the first element of its buffer. */
  public String pointers() {
    return pointers.toString();
  }

  public ImmutableList<StepArgument> arguments() {
    return ImmutableList.copyOf(arguments);
  }
}
