package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.ReadLimits;
import dev.octet.program.TreeSpec;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes a program of its JSON and its tensors. */
final class ProgramReader {
  private static final System.Logger LOGGER = System.getLogger(ProgramReader.class.getName());
  private static final int MAJOR = 8;

  private ProgramReader() {}

  static ExportedProgram read(
      MemorySegment json, StoredTensors tensors, ReadLimits limits, String where) {
    JsonDocuments documents = new JsonDocuments(limits);
    ProgramDocument document = new ProgramDocument(documents, json, where);
    JsonNode header = document.header();
    checkVersion(header, where);
    JsonNode module = Fields.object(header, "graph_module", where);
    JsonNode signature = Fields.object(module, "signature", where);
    ImmutableList<InputSpec> inputs = SignatureReader.inputs(signature, where);
    ImmutableList<OutputSpec> outputs = SignatureReader.outputs(signature, where);
    TypeReader types = new TypeReader();
    Graph graph =
        new GraphReader(new Admission(limits), types)
            .read(
                Fields.object(module, "graph", where),
                document::forEachNode,
                SignatureReader.literalNames(signature, where),
                where);
    if (inputs.size() != graph.inputs().size() || outputs.size() != graph.outputs().size()) {
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "%s: the signature names %d inputs and %d outputs, the graph has %d and %d",
              where,
              inputs.size(),
              outputs.size(),
              graph.inputs().size(),
              graph.outputs().size()));
    }
    JsonNode calls = Fields.array(module, "module_call_graph", where);
    JsonNode root = calls.path(0).path("signature");
    TreeSpec inputTree =
        Fields.has(root, "in_spec")
            ? TreeSpecText.parse(Fields.text(root, "in_spec", where), documents, where + ".in_spec")
            : TreeSpec.positional(callerArguments(inputs));
    TreeSpec outputTree =
        Fields.has(root, "out_spec")
            ? TreeSpecText.parse(
                Fields.text(root, "out_spec", where), documents, where + ".out_spec")
            : TreeSpec.tuple(Collections.nCopies(userOutputs(outputs), TreeSpec.LEAF));
    return new ExportedProgram(
        graph,
        inputs,
        outputs,
        tensors.bind(graph, inputs, where),
        ranges(header, types, where),
        inputTree,
        outputTree,
        metadata(header, module, calls, where));
  }

  private static void checkVersion(JsonNode header, String where) {
    JsonNode version = Fields.object(header, "schema_version", where);
    long major = Fields.integer(version, "major", where);
    long minor = Fields.integer(version, "minor", where);
    if (major > MAJOR || major < 0) {
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "%s: schema version %d.%d, this reader knows %d; export the model with PyTorch 2.13"
                  + " or older",
              where,
              major,
              minor,
              MAJOR));
    }
    if (major != MAJOR && !(major == 0 && minor == 0)) {
      LOGGER.log(
          Level.WARNING,
          "{0}: schema version {1}.{2} is older than {3}, which PyTorch itself refuses; it is read"
              + " as if it were current",
          where,
          Long.toString(major),
          Long.toString(minor),
          Integer.toString(MAJOR));
    }
  }

  private static int callerArguments(List<InputSpec> inputs) {
    return (int)
        inputs.stream()
            .filter(spec -> spec instanceof InputSpec.User || spec instanceof InputSpec.Frozen)
            .count();
  }

  private static int userOutputs(List<OutputSpec> outputs) {
    return (int) outputs.stream().filter(OutputSpec.User.class::isInstance).count();
  }

  private static ImmutableMap<SymInt, Range> ranges(
      JsonNode header, TypeReader types, String where) {
    Map<SymInt, Range> ranges = new LinkedHashMap<>();
    if (Fields.has(header, "range_constraints")) {
      for (Map.Entry<String, JsonNode> entry :
          Fields.object(header, "range_constraints", where).properties()) {
        String place = where + ", range of " + entry.getKey();
        OptionalLong min = Fields.optionalInteger(entry.getValue(), "min_val", place);
        OptionalLong max = Fields.optionalInteger(entry.getValue(), "max_val", place);
        ranges.put(types.expression(entry.getKey()), new Range(min, max));
      }
    }
    return ImmutableMap.copyOf(ranges);
  }

  private static ProgramMetadata metadata(
      JsonNode header, JsonNode module, JsonNode calls, String where) {
    ImmutableMap.Builder<String, Integer> opsets = ImmutableMap.builder();
    if (Fields.has(header, "opset_version")) {
      for (Map.Entry<String, JsonNode> entry :
          Fields.object(header, "opset_version", where).properties()) {
        opsets.put(entry.getKey(), Fields.small(entry.getValue(), where));
      }
    }
    ImmutableList.Builder<String> modules = ImmutableList.builder();
    for (JsonNode call : calls) {
      modules.add(Fields.text(call, "fqn", where));
    }
    JsonNode root = calls.path(0).path("signature");
    ImmutableMap.Builder<String, ImmutableList<String>> namedTuples = ImmutableMap.builder();
    if (Fields.has(module, "treespec_namedtuple_fields")) {
      for (Map.Entry<String, JsonNode> entry :
          Fields.object(module, "treespec_namedtuple_fields", where).properties()) {
        namedTuples.put(
            entry.getKey(),
            ImmutableList.copyOf(
                Fields.texts(Fields.array(entry.getValue(), "field_names", where), where)));
      }
    }
    return new ProgramMetadata(
        texts(header, "verifiers", where),
        Fields.has(header, "torch_version") ? Fields.text(header, "torch_version", where) : "<=2.4",
        Fields.has(root, "forward_arg_names")
            ? Optional.of(texts(root, "forward_arg_names", where))
            : Optional.empty(),
        texts(header, "guards_code", where),
        opsets.buildKeepingLast(),
        modules.build(),
        namedTuples.buildKeepingLast());
  }

  private static ImmutableList<String> texts(JsonNode parent, String field, String where) {
    return Fields.has(parent, field)
        ? ImmutableList.copyOf(Fields.texts(parent.get(field), where + "." + field))
        : ImmutableList.of();
  }
}
