package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.octet.op.Argument;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import java.util.ArrayList;
import java.util.List;

/** Reads what each input and output of the graph is. */
final class SignatureReader {
  private SignatureReader() {}

  static ImmutableList<InputSpec> inputs(JsonNode signature, String where) {
    ImmutableList.Builder<InputSpec> specs = ImmutableList.builder();
    for (JsonNode spec : Fields.array(signature, "input_specs", where)) {
      specs.add(input(Union.of(spec, where), where + ".input_specs"));
    }
    return specs.build();
  }

  private static InputSpec input(Union union, String where) {
    JsonNode value = union.payload();
    return switch (union.variant()) {
      case "token" -> new InputSpec.Token();
      case "parameter" -> new InputSpec.Parameter(Fields.text(value, "parameter_name", where));
      case "buffer" ->
          new InputSpec.Buffer(
              Fields.text(value, "buffer_name", where),
              !Fields.has(value, "persistent") || Fields.asBoolean(value.get("persistent"), where));
      case "tensor_constant" ->
          new InputSpec.Constant(Fields.text(value, "tensor_constant_name", where));
      case "custom_obj" -> new InputSpec.CustomObject(Fields.text(value, "custom_obj_name", where));
      case "constant_input" ->
          new InputSpec.Frozen(
              constant(Union.of(Fields.required(value, "value", where), where), where));
      case "user_input" -> user(Union.of(Fields.required(value, "arg", where), where), where);
      default -> throw union.unknown(where);
    };
  }

  /** Older files put a frozen argument under user_input. */
  private static InputSpec user(Union argument, String where) {
    return switch (argument.variant()) {
      case "as_none", "as_int", "as_float", "as_bool", "as_string" ->
          new InputSpec.Frozen(constant(argument, where));
      default -> new InputSpec.User();
    };
  }

  private static Argument constant(Union union, String where) {
    JsonNode value = union.payload();
    return switch (union.variant()) {
      case "as_none" -> Argument.NONE;
      case "as_int" -> Argument.of(Fields.asInteger(value, where));
      case "as_float" -> Argument.of(Fields.asDouble(value, where));
      case "as_bool" -> Argument.of(Fields.asBoolean(value, where));
      case "as_string" -> Argument.of(Fields.asText(value, where));
      default -> throw union.unknown(where);
    };
  }

  /** The names of frozen arguments by position of the input; empty elsewhere. */
  static List<String> literalNames(JsonNode signature, String where) {
    List<String> names = new ArrayList<>();
    for (JsonNode spec : Fields.array(signature, "input_specs", where)) {
      names.add(spec.path("constant_input").path("name").asText(""));
    }
    return names;
  }

  static ImmutableList<OutputSpec> outputs(JsonNode signature, String where) {
    ImmutableList.Builder<OutputSpec> specs = ImmutableList.builder();
    for (JsonNode spec : Fields.array(signature, "output_specs", where)) {
      specs.add(output(Union.of(spec, where), where + ".output_specs"));
    }
    return specs.build();
  }

  private static OutputSpec output(Union union, String where) {
    JsonNode value = union.payload();
    return switch (union.variant()) {
      case "user_output" -> new OutputSpec.User();
      case "buffer_mutation" ->
          new OutputSpec.BufferMutation(Fields.text(value, "buffer_name", where));
      case "parameter_mutation" ->
          new OutputSpec.ParameterMutation(Fields.text(value, "parameter_name", where));
      case "user_input_mutation" ->
          new OutputSpec.UserInputMutation(Fields.text(value, "user_input_name", where));
      case "token" -> new OutputSpec.Token();
      case "loss_output" -> new OutputSpec.Training("loss_output", "");
      case "gradient_to_parameter" ->
          new OutputSpec.Training(
              "gradient_to_parameter", Fields.text(value, "parameter_name", where));
      case "gradient_to_user_input" ->
          new OutputSpec.Training(
              "gradient_to_user_input", Fields.text(value, "user_input_name", where));
      default -> throw union.unknown(where);
    };
  }
}
