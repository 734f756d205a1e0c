package dev.octet.quantizer.prepare;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.annotate.AnnotationCheck;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random annotations of random graphs: they are refused, or their groups are what remains if all
 * sites that share are connected.
 */
final class RandomSharingTest {
  private static final int GRAPHS = 500;
  private static final List<OpName> UNARY =
      List.of(AtenOps.TANH, AtenOps.SIGMOID, AtenOps.RELU, AtenOps.SILU);
  private static final List<QuantizationSpecBase> SPECS =
      List.of(
          MIN_MAX,
          MIN_MAX,
          MIN_MAX.toBuilder().observer(ObserverKind.histogram(0x1p-12)).build(),
          MIN_MAX.toBuilder().range(-127, 127).build(),
          new FixedQParamsQuantizationSpec(DType.INT8, 0.5, 0));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void sharingEndsAndConnectsWhatShares(long seed) {
    Random random = new Random(seed);
    int sound =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> {
              int count = 0;
              for (int i = 0; i < GRAPHS; i++) {
                count += check(random, "seed " + seed + ", graph " + i) ? 1 : 0;
              }
              return count;
            });
    // Neither kind is rare; else nothing is tested.
    assertThat(sound).isGreaterThan(GRAPHS / 10);
    assertThat(sound).isLessThan(GRAPHS);
  }

  /** False if the annotations are refused. */
  private static boolean check(Random random, String what) {
    Graph graph = graph(random);
    Annotations annotations = annotations(graph, random);
    try {
      AnnotationCheck.check(graph, annotations);
    } catch (AnnotationException e) {
      assertThat(e).hasMessageThat().containsMatch("in a circle|derived themselves");
      return false;
    }
    List<Set<Site>> found = new ArrayList<>();
    SharingGroups.of(graph, annotations).forEach(group -> found.add(new HashSet<>(group)));
    assertWithMessage(what)
        .that(found)
        .containsExactlyElementsIn(connected(graph, annotations))
        .inOrder();
    return true;
  }

  private static Graph graph(Random random) {
    return Graph.build(b -> {
      List<Value> values = new ArrayList<>(List.of(Networks.input(b, "x")));
      for (int i = 0; i < 2 + random.nextInt(4); i++) {
        Value operand = any(random, values);
        values.add(
            random.nextInt(3) == 0
                ? b.call(AtenOps.ADD_TENSOR, operand, any(random, values))
                : b.call(any(random, UNARY), operand));
      }
      values.forEach(b::output);
    });
  }

  private static Annotations annotations(Graph graph, Random random) {
    List<Site> sites = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.operands().size(); i++) {
        sites.add(Site.input(node, i));
      }
      sites.add(Site.output(node.result()));
    }
    sites.add(Site.output(graph.inputs().getFirst()));
    Collections.shuffle(sites, random);
    List<Site> annotated = sites.subList(0, 1 + random.nextInt(sites.size()));
    Annotations.Builder into = Annotations.builder(graph);
    for (Site site : annotated) {
      QuantizationSpecBase spec = spec(random, annotated);
      switch (site) {
        case Site.Input(String name, int index) -> into.input(node(graph, name), index, spec);
        case Site.Output(String name) -> into.output(graph.value(name), spec);
      }
    }
    for (Node node : graph.nodes()) {
      if (random.nextInt(6) == 0) {
        into.withoutImplicitSharing(node);
      }
    }
    return into.build();
  }

  private static QuantizationSpecBase spec(Random random, List<Site> annotated) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> new SharedQuantizationSpec(any(random, annotated));
      case 4 -> DerivedQuantizationSpec.bias(any(random, annotated), any(random, annotated), false);
      default -> any(random, SPECS);
    };
  }

  private static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The groups by definition: sets that grow as long as two of their members share. */
  private static List<Set<Site>> connected(Graph graph, Annotations annotations) {
    List<Set<Site>> groups = new ArrayList<>();
    annotations.forEach(graph, (site, _) -> groups.add(new HashSet<>(Set.of(site))));
    boolean joined = true;
    while (joined) {
      joined = false;
      for (int i = 0; i < groups.size(); i++) {
        for (int j = groups.size() - 1; j > i; j--) {
          if (share(graph, annotations, groups.get(i), groups.get(j))) {
            groups.get(i).addAll(groups.remove(j));
            joined = true;
          }
        }
      }
    }
    return groups;
  }

  private static boolean share(
      Graph graph, Annotations annotations, Set<Site> some, Set<Site> others) {
    return some.stream()
        .anyMatch(one ->
            others.stream()
                .anyMatch(other ->
                    share(graph, annotations, one, other)
                        || share(graph, annotations, other, one)));
  }

  private static boolean share(Graph graph, Annotations annotations, Site site, Site other) {
    if (annotations.spec(site).orElseThrow() instanceof SharedQuantizationSpec(Site target)
        && target.equals(other)) {
      return true;
    }
    if (!(site instanceof Site.Input(String name, int index))) {
      return false;
    }
    Node node = node(graph, name);
    Value read =
        switch (other) {
          case Site.Input(String reader, int operand) -> node(graph, reader).operand(operand);
          case Site.Output(String value) -> graph.value(value);
        };
    boolean sameNode = other instanceof Site.Input(String reader, int _) && reader.equals(name);
    return read.equals(node.operand(index))
        && (sameNode || annotations.allowsImplicitSharing(name))
        && agree(ownSpec(annotations, site), ownSpec(annotations, other));
  }

  private static boolean agree(QuantizationSpecBase one, QuantizationSpecBase other) {
    boolean derived =
        one instanceof DerivedQuantizationSpec || other instanceof DerivedQuantizationSpec;
    return derived ? one.equals(other) : Objects.equals(one.traits(), other.traits());
  }

  private static QuantizationSpecBase ownSpec(Annotations annotations, Site site) {
    QuantizationSpecBase spec = annotations.spec(site).orElseThrow();
    return spec instanceof SharedQuantizationSpec(Site target)
        ? ownSpec(annotations, target)
        : spec;
  }
}
