package dev.octet.export.pt2;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.ReadLimits;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Writes the program JSON, schema 8.20. */
final class ProgramWriter {
  private static final int MAJOR = 8;
  private static final int MINOR = 20;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final JsonGenerator json;
  private final ExportedProgram program;

  private ProgramWriter(JsonGenerator json, ExportedProgram program) {
    this.json = json;
    this.program = program;
  }

  static JsonGenerator generator(OutputStream stream) throws IOException {
    return JSON.createGenerator(stream, JsonEncoding.UTF8);
  }

  static void write(ExportedProgram program, OutputStream stream) throws IOException {
    try (JsonGenerator json = generator(stream)) {
      new ProgramWriter(json, program).write();
    }
  }

  private void write() throws IOException {
    ProgramMetadata metadata = program.metadata();
    json.writeStartObject();
    json.writeFieldName("graph_module");
    module();
    json.writeObjectFieldStart("opset_version");
    for (Map.Entry<String, Integer> entry : metadata.opsetVersions().entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    ranges();
    json.writeObjectFieldStart("schema_version");
    json.writeNumberField("major", MAJOR);
    json.writeNumberField("minor", MINOR);
    json.writeEndObject();
    texts("verifiers", metadata.verifiers());
    json.writeStringField("torch_version", metadata.producer());
    texts("guards_code", metadata.guards());
    json.writeEndObject();
  }

  private void module() throws IOException {
    TypeWriter types = new TypeWriter(json, Hints.of(program));
    GraphWriter graphs = new GraphWriter(json, types);
    Map<Value, Argument> literals = new HashMap<>();
    Set<Value> trainable = new HashSet<>();
    for (int i = 0; i < program.inputs().size(); i++) {
      Value input = program.graph().inputs().get(i);
      if (program.inputs().get(i) instanceof InputSpec.Frozen(Argument literal)) {
        literals.put(input, literal);
      } else if (program.inputs().get(i) instanceof InputSpec.Parameter
          && input.type() instanceof TensorType type
          && type.dtype().isFloatingPoint()) {
        trainable.add(input);
      }
    }
    json.writeStartObject();
    json.writeFieldName("graph");
    graphs.write(program.graph(), literals, trainable, false);
    json.writeFieldName("signature");
    new SignatureWriter(json, graphs).write(program);
    calls();
    json.writeObjectFieldStart("metadata");
    json.writeEndObject();
    json.writeObjectFieldStart("treespec_namedtuple_fields");
    for (var entry : program.metadata().namedTuples().entrySet()) {
      json.writeObjectFieldStart(entry.getKey());
      texts("field_names", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void calls() throws IOException {
    JsonDocuments documents = new JsonDocuments(ReadLimits.defaults());
    json.writeArrayFieldStart("module_call_graph");
    json.writeStartObject();
    json.writeStringField("fqn", "");
    json.writeObjectFieldStart("signature");
    texts("inputs", List.of());
    texts("outputs", List.of());
    json.writeStringField("in_spec", TreeSpecText.print(program.inputTree(), documents));
    json.writeStringField("out_spec", TreeSpecText.print(program.outputTree(), documents));
    if (program.metadata().argumentNames().isPresent()) {
      texts("forward_arg_names", program.metadata().argumentNames().get());
    } else {
      json.writeNullField("forward_arg_names");
    }
    json.writeEndObject();
    json.writeEndObject();
    for (String module : program.metadata().modules()) {
      if (!module.isEmpty()) {
        json.writeStartObject();
        json.writeStringField("fqn", module);
        json.writeNullField("signature");
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void ranges() throws IOException {
    json.writeObjectFieldStart("range_constraints");
    for (Map.Entry<SymInt, Range> entry : program.ranges().entrySet()) {
      json.writeObjectFieldStart(entry.getKey().toString());
      bound("min_val", entry.getValue().min());
      bound("max_val", entry.getValue().max());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void bound(String field, OptionalLong value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(field, value.getAsLong());
    } else {
      json.writeNullField(field);
    }
  }

  private void texts(String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
