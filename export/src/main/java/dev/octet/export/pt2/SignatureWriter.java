package dev.octet.export.pt2;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import java.io.IOException;

/** Writes what each input and output of the graph is. */
final class SignatureWriter {
  private final JsonGenerator json;
  private final GraphWriter graphs;

  SignatureWriter(JsonGenerator json, GraphWriter graphs) {
    this.json = json;
    this.graphs = graphs;
  }

  void write(ExportedProgram program) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("input_specs");
    for (int i = 0; i < program.inputs().size(); i++) {
      input(program.inputs().get(i), program.graph().inputs().get(i));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("output_specs");
    for (int i = 0; i < program.outputs().size(); i++) {
      output(program.outputs().get(i), program.graph().outputs().get(i));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void input(InputSpec spec, Value value) throws IOException {
    json.writeStartObject();
    switch (spec) {
      case InputSpec.Parameter(String name) -> named("parameter", value, "parameter_name", name);
      case InputSpec.Buffer(String name, boolean persistent) -> {
        open("buffer", value);
        json.writeStringField("buffer_name", name);
        json.writeBooleanField("persistent", persistent);
        json.writeEndObject();
      }
      case InputSpec.Constant(String name) ->
          named("tensor_constant", value, "tensor_constant_name", name);
      case InputSpec.CustomObject(String name) ->
          throw new FormatException(
              "input %"
                  + value.name()
                  + " is the custom object '"
                  + name
                  + "', whose content only PyTorch can write");
      case InputSpec.User() -> {
        json.writeObjectFieldStart("user_input");
        json.writeFieldName("arg");
        graphs.arguments().value(value);
        json.writeEndObject();
      }
      case InputSpec.Frozen(var literal) -> {
        json.writeObjectFieldStart("constant_input");
        json.writeStringField("name", value.name());
        json.writeFieldName("value");
        graphs.arguments().literal(literal);
        json.writeEndObject();
      }
      case InputSpec.Token() -> {
        open("token", value);
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private void output(OutputSpec spec, GraphOutput output) throws IOException {
    json.writeStartObject();
    switch (spec) {
      case OutputSpec.User() -> {
        json.writeObjectFieldStart("user_output");
        json.writeFieldName("arg");
        graphs.output(output);
        json.writeEndObject();
      }
      case OutputSpec.BufferMutation(String buffer) ->
          named("buffer_mutation", value(output), "buffer_name", buffer);
      case OutputSpec.ParameterMutation(String parameter) ->
          named("parameter_mutation", value(output), "parameter_name", parameter);
      case OutputSpec.UserInputMutation(String input) ->
          named("user_input_mutation", value(output), "user_input_name", input);
      case OutputSpec.Training(String kind, String target) -> {
        open(kind, value(output));
        switch (kind) {
          case "gradient_to_parameter" -> json.writeStringField("parameter_name", target);
          case "gradient_to_user_input" -> json.writeStringField("user_input_name", target);
          default -> {}
        }
        json.writeEndObject();
      }
      case OutputSpec.Token() -> {
        open("token", value(output));
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static Value value(GraphOutput output) {
    if (output instanceof GraphOutput.Of(Value value)) {
      return value;
    }
    throw new FormatException(
        "a mutation or training output of the program is the literal "
            + output
            + ", expected a value of the graph");
  }

  private void named(String variant, Value value, String field, String name) throws IOException {
    open(variant, value);
    json.writeStringField(field, name);
    json.writeEndObject();
  }

  private void open(String variant, Value value) throws IOException {
    json.writeObjectFieldStart(variant);
    json.writeObjectFieldStart("arg");
    json.writeStringField("name", value.name());
    json.writeEndObject();
  }
}
