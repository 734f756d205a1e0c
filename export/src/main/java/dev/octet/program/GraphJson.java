package dev.octet.program;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Parameter;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.IoReason;
import dev.octet.tensor.ReplacingFile;
import dev.octet.tensor.Tensor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Dumps a program as PyTorch's FX would list it: one JSON object for each node in topological
 * order, with {@code get_attr} for parameters, buffers and constants (and a summary of their
 * tensors), {@code placeholder}, {@code call_function} and {@code output}. Arguments that equal the
 * schema's default are left out where PyTorch leaves them out.
 */
public final class GraphJson {
  /** Tensors of up to this many elements are listed in full. */
  private static final int LISTED_ELEMENTS = 64;

  private static final int WEIGHT_PERIOD = 97;

  private final JsonGenerator json;
  private final ExportedProgram program;
  private final Function<Node, Optional<ModuleCall>> modules;

  /**
   * How a node is listed that FX knows as a call of a module.
   *
   * @param target the attribute that holds the module
   * @param fields what else there is to say: numbers, strings, booleans, lists and maps of these
   */
  public record ModuleCall(String target, Map<String, ?> fields) {}

  private GraphJson(
      JsonGenerator json, ExportedProgram program, Function<Node, Optional<ModuleCall>> modules) {
    this.json = json;
    this.program = program;
    this.modules = modules;
  }

  /** Writes the dump to a file. */
  public static void write(ExportedProgram program, Path file) {
    write(program, file, _ -> Optional.empty());
  }

  /**
   * Writes the dump to a file.
   *
   * @param modules says which nodes are listed as {@code call_module}
   */
  public static void write(
      ExportedProgram program, Path file, Function<Node, Optional<ModuleCall>> modules) {
    try {
      // Whoever writes the dump closes the writer, and with it the channel.
      ReplacingFile.write(
          file,
          channel ->
              write(
                  program,
                  new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8)),
                  modules));
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be written: " + IoReason.of(e), e);
    }
  }

  static void write(
      ExportedProgram program, Writer writer, Function<Node, Optional<ModuleCall>> modules)
      throws IOException {
    try (JsonGenerator generator = new JsonFactory().createGenerator(writer)) {
      new GraphJson(generator, program, modules).writeAll();
    }
  }

  private void writeAll() throws IOException {
    json.writeStartArray();
    for (int i = 0; i < program.inputs().size(); i++) {
      writeInput(program.graph().inputs().get(i), program.inputs().get(i));
    }
    for (Node node : program.graph().nodes()) {
      writeNode(node);
    }
    start("output", "output", "output");
    json.writeArrayFieldStart("args");
    json.writeStartArray();
    for (GraphOutput output : program.graph().outputs()) {
      switch (output) {
        case GraphOutput.Of(Value value) -> writeReference(value);
        case GraphOutput.Literal(Argument argument) -> writeArgument(argument, List.of());
      }
    }
    json.writeEndArray();
    json.writeEndArray();
    end();
    json.writeEndArray();
  }

  private void writeInput(Value value, InputSpec spec) throws IOException {
    switch (spec) {
      case InputSpec.Parameter(String name) -> writeAttribute(value, name);
      case InputSpec.Buffer(String name, boolean _) -> writeAttribute(value, name);
      case InputSpec.Constant(String name) -> writeAttribute(value, name);
      case InputSpec.CustomObject(String name) -> writeAttribute(value, name);
      case InputSpec.User _, InputSpec.Frozen _, InputSpec.Token _ -> {
        start(value.name(), "placeholder", value.name());
        writeEmptyArguments();
        writeType(value.type());
        end();
      }
    }
  }

  private void writeAttribute(Value value, String name) throws IOException {
    start(value.name(), "get_attr", name);
    writeEmptyArguments();
    writeType(value.type());
    Tensor tensor = program.state().get(name);
    if (tensor != null) {
      writeSummary(tensor);
    }
    end();
  }

  private void writeSummary(Tensor tensor) throws IOException {
    double[] values = tensor.toDoubleArray();
    double sum = 0;
    double absolute = 0;
    double dot = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i];
      absolute += Math.abs(values[i]);
      dot += values[i] * (1 + i % WEIGHT_PERIOD);
    }
    json.writeObjectFieldStart("tensor");
    json.writeStringField("dtype", "torch." + tensor.dtype().torchName());
    json.writeFieldName("shape");
    json.writeArray(tensor.shape().toArray(), 0, tensor.shape().rank());
    writeNumber("sum", sum);
    writeNumber("abs_sum", absolute);
    writeNumber("dot", dot);
    if (values.length <= LISTED_ELEMENTS) {
      json.writeArrayFieldStart("values");
      for (double value : values) {
        writeNumber(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void writeModule(Node node, ModuleCall module) throws IOException {
    start(node.name(), "call_module", module.target());
    json.writeArrayFieldStart("args");
    for (Value operand : node.operands()) {
      writeReference(operand);
    }
    json.writeEndArray();
    for (var field : module.fields().entrySet()) {
      json.writeFieldName(field.getKey());
      writePlain(field.getValue());
    }
    end();
  }

  private void writePlain(Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (var entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          writePlain(entry.getValue());
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          writePlain(element);
        }
        json.writeEndArray();
      }
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Number number -> writeNumber(number.doubleValue());
      case Boolean flag -> json.writeBoolean(flag);
      default -> json.writeString(value.toString());
    }
  }

  private void writeNode(Node node) throws IOException {
    Optional<ModuleCall> module = modules.apply(node);
    if (module.isPresent()) {
      writeModule(node, module.get());
      return;
    }
    boolean tuple = node.results().size() != 1 || !node.name().equals(node.result().name());
    start(node.name(), "call_function", node.op().name().toString());
    List<Parameter> parameters = node.op().schema().parameters();
    List<Argument> arguments = node.op().arguments();
    int positional = 0;
    for (int i = 0; i < parameters.size(); i++) {
      if (!parameters.get(i).keywordOnly() && !isDefault(parameters.get(i), arguments.get(i))) {
        positional = i + 1;
      }
    }
    json.writeArrayFieldStart("args");
    for (int i = 0; i < positional; i++) {
      writeArgument(arguments.get(i), node.operands());
    }
    json.writeEndArray();
    json.writeObjectFieldStart("kwargs");
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).keywordOnly() && !isDefault(parameters.get(i), arguments.get(i))) {
        json.writeFieldName(parameters.get(i).name());
        writeArgument(arguments.get(i), node.operands());
      }
    }
    json.writeEndObject();
    if (!tuple) {
      writeType(node.result().type());
    }
    json.writeEndObject();
    if (tuple) {
      for (int i = 0; i < node.results().size(); i++) {
        writeElement(node, i);
      }
    }
  }

  /** A result of several is read by a {@code getitem} node, as FX has it. */
  private void writeElement(Node node, int index) throws IOException {
    Value result = node.results().get(index);
    if (result.type() instanceof ValueType.None) {
      return;
    }
    start(result.name(), "call_function", "<built-in function getitem>");
    json.writeArrayFieldStart("args");
    json.writeStartObject();
    json.writeStringField("node", node.name());
    json.writeEndObject();
    json.writeNumber(index);
    json.writeEndArray();
    json.writeObjectFieldStart("kwargs");
    json.writeEndObject();
    writeType(result.type());
    json.writeEndObject();
  }

  private static boolean isDefault(Parameter parameter, Argument argument) {
    return parameter.defaultValue().isPresent() && parameter.defaultValue().get().equals(argument);
  }

  private void writeArgument(Argument argument, List<Value> operands) throws IOException {
    switch (argument) {
      case Argument.None _ -> json.writeNull();
      case Argument.Operand(int index) -> writeReference(operands.get(index));
      case Argument.Int(long value) -> json.writeNumber(value);
      case Argument.Float(double value) -> writeNumber(value);
      case Argument.Bool(boolean value) -> json.writeBoolean(value);
      case Argument.Str(String value) -> json.writeString(value);
      case Argument.Complex(double real, double imaginary) ->
          writeTagged("complex", real + "+" + imaginary + "j");
      case Argument.Type(var type) -> writeTagged("dtype", "torch." + type.torchName());
      case Argument.Format(var format) ->
          writeTagged("memory_format", "torch." + format.torchName());
      case Argument.LayoutOf(var layout) -> writeTagged("layout", "torch." + layout.torchName());
      case Argument.Device(String type, var index) ->
          writeTagged("device", index.isPresent() ? type + ":" + index.getAsInt() : type);
      case Argument.ListOf(var elements) -> {
        json.writeStartArray();
        for (Argument element : elements) {
          writeArgument(element, operands);
        }
        json.writeEndArray();
      }
      case Argument.MapOf(var entries) -> {
        json.writeStartObject();
        for (var entry : entries.entrySet()) {
          json.writeFieldName(entry.getKey());
          writeArgument(entry.getValue(), operands);
        }
        json.writeEndObject();
      }
      case Argument.Subgraph(String name, var _) -> writeTagged("graph", name);
      case Argument.Operator(String target) -> writeTagged("operator", target);
      case Argument.CustomObject(String name, String _) -> writeTagged("object", name);
    }
  }

  private void start(String name, String op, String target) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("op", op);
    json.writeStringField("target", target);
  }

  private void end() throws IOException {
    json.writeObjectFieldStart("kwargs");
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void writeEmptyArguments() throws IOException {
    json.writeArrayFieldStart("args");
    json.writeEndArray();
  }

  private void writeType(ValueType type) throws IOException {
    if (type instanceof TensorType tensor) {
      json.writeArrayFieldStart("shape");
      for (SymInt size : tensor.sizes()) {
        if (size.isConstant()) {
          json.writeNumber(size.constant());
        } else {
          json.writeString(size.toString());
        }
      }
      json.writeEndArray();
      json.writeStringField("dtype", "torch." + tensor.dtype().torchName());
    }
  }

  private void writeReference(Value value) throws IOException {
    json.writeStartObject();
    json.writeStringField("node", value.name());
    json.writeEndObject();
  }

  private void writeTagged(String tag, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField(tag, text);
    json.writeEndObject();
  }

  private void writeNumber(String field, double value) throws IOException {
    json.writeFieldName(field);
    writeNumber(value);
  }

  /** JSON has no infinities and no NaN; they are objects that name them. */
  private void writeNumber(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      writeTagged("float", Double.toString(value));
    }
  }
}
