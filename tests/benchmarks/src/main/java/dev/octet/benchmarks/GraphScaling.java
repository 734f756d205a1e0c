package dev.octet.benchmarks;

import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.rewrite.FoldDoubleTranspose;
import dev.octet.graph.rewrite.RemoveInferenceDropout;
import dev.octet.graph.rewrite.Rewriter;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.text.PrintOptions;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import dev.octet.program.ExportedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to read, verify, print, parse and rewrite a graph against its number of nodes; each should
 * grow as the number does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class GraphScaling {
  private static final Rewriter REWRITER =
      Rewriter.of(new RemoveInferenceDropout(), new FoldDoubleTranspose());

  /** Nodes of the graph. */
  @Param({"1000", "10000", "100000"})
  public int nodes;

  private Graph graph = ResidualChain.of(ResidualChain.BLOCK);
  private String text = "";
  private Path file = Path.of("");

  @Setup
  public void makeGraph() throws IOException {
    ExportedProgram program = ResidualChain.program(nodes);
    graph = program.graph();
    file = Files.createTempFile("chain", ".pt2");
    Export.write(program, file);
    text = GraphText.print(graph, PrintOptions.FULL);
    int expected = nodes / ResidualChain.BLOCK * (ResidualChain.BLOCK - 3);
    if (!read().graph().equals(graph)) {
      throw new IllegalStateException("the file does not hold the graph that was written");
    }
    if (!parse().equals(graph) || rewrite().nodes().size() != expected) {
      throw new IllegalStateException("the graph was not parsed or rewritten as expected");
    }
  }

  @TearDown
  public void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Benchmark
  public ExportedProgram read() {
    return Export.read(file);
  }

  @Benchmark
  public int verify() {
    Verifier.check(graph, Dialect.CAPTURED);
    return graph.nodes().size();
  }

  @Benchmark
  public String print() {
    return GraphText.print(graph, PrintOptions.FULL);
  }

  @Benchmark
  public Graph parse() {
    return GraphText.parse(text);
  }

  @Benchmark
  public Graph rewrite() {
    return REWRITER.rewrite(graph);
  }
}
