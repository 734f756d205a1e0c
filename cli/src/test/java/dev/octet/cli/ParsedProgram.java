package dev.octet.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import java.nio.file.Path;
import java.util.Collections;

/** Programs in text form, whose inputs and outputs are all the caller's. */
final class ParsedProgram {
  private ParsedProgram() {}

  static ExportedProgram of(String text) {
    Graph graph = GraphText.parse(text);
    int inputs = graph.inputs().size();
    int outputs = graph.outputs().size();
    return new ExportedProgram(
        graph,
        ImmutableList.copyOf(Collections.nCopies(inputs, new InputSpec.User())),
        ImmutableList.copyOf(Collections.nCopies(outputs, new OutputSpec.User())),
        ImmutableMap.of(),
        ImmutableMap.of(),
        TreeSpec.positional(inputs),
        TreeSpec.tuple(Collections.nCopies(outputs, TreeSpec.LEAF)),
        ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
  }

  static Path write(Path file, String text) {
    Export.write(of(text), file);
    return file;
  }
}
