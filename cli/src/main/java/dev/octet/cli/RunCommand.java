package dev.octet.cli;

import dev.octet.graph.GraphOutput;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet run}: runs a program once on tensors from files. */
@Command(
    name = "run",
    description =
        "Runs a program once and writes output0.npy, output1.npy, …; an output that is no tensor,"
            + " such as None, keeps its number and is printed. bfloat16 is written as float32.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet run mlp.pt2 --input x.npy --out-dir results",
      "  octet run bert.pt2 --input ids.npy,mask.npy --out-dir results \\",
      "      --engine reference",
      "  octet run bert.octet --input ids.npy,mask.npy --out-dir results --threads 4"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A .pt2 file, or what compile made of one.")
  private Path file;

  @Option(
      names = "--input",
      required = true,
      split = ",",
      paramLabel = "A.npy",
      description = {"The inputs in order, separated by commas.", NpyInputs.CONVERTED})
  private List<Path> inputs;

  @Option(
      names = "--out-dir",
      required = true,
      paramLabel = "DIR",
      description = "Where the outputs go; made if it is not there.")
  private Path folder;

  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException {
    CommandFiles.requireFolder("--out-dir", folder);
    List<Tensor> arguments = inputs.stream().map(Npy::read).toList();
    PrintWriter out = spec.commandLine().getOut();
    try (Executable program = engine.open(file);
        Arena arena = Arena.ofShared();
        Progress progress =
            Progress.start(spec.commandLine().getErr(), "Running", program.steps())) {
      requireOutputsOfTheirOwn(program);
      List<Tensor> tensors =
          program.run(NpyInputs.converted(program.program(), arguments), arena, progress::step);
      Files.createDirectories(folder);
      write(program.program(), tensors, out);
    }
    return ExitCodes.OK;
  }

  private Path output(int index) {
    return folder.resolve("output" + index + ".npy");
  }

  private void requireOutputsOfTheirOwn(Executable program) {
    CommandFiles files = new CommandFiles().reads("FILE", file);
    inputs.forEach(input -> files.reads("--input", input));
    for (int i = 0; i < program.program().userOutputs().size(); i++) {
      files.requireOfItsOwn("--out-dir", output(i));
    }
  }

  private void write(ExportedProgram program, List<Tensor> tensors, PrintWriter out) {
    Iterator<Tensor> next = tensors.iterator();
    List<GraphOutput> outputs = program.userOutputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i) instanceof GraphOutput.Literal(var literal)) {
        out.println("output " + i + " is " + OutputText.of(literal));
        continue;
      }
      Path target = output(i);
      Tensor tensor = next.next();
      Tensor writable = NpyInputs.writable(tensor);
      Npy.write(target, writable);
      out.println(
          target
              + " "
              + tensor
              + (writable.dtype() == tensor.dtype() ? "" : ", written as " + writable.dtype()));
    }
  }
}
