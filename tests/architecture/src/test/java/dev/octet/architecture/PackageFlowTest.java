package dev.octet.architecture;

import static com.google.common.truth.Truth.assertThat;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages know only those that come before them in the flow of a model. */
final class PackageFlowTest {

  static IntStream layers() {
    return IntStream.range(0, Flow.LAYERS.size());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layerKnowsNothingOfLaterOnes(int layer) {
    noClasses()
        .that(inLayer("in " + Flow.LAYERS.get(layer), other -> other == layer))
        .should()
        .dependOnClassesThat(inLayer("in a later layer", other -> other > layer))
        .because("a model flows one way: " + Flow.LAYERS)
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  @Test
  void everyClassHasItsPlaceInTheFlow() {
    classes()
        .should(be(inLayer("in a layer", _ -> true)))
        .because("a new package gets its place in " + Flow.class.getSimpleName())
        .check(ProductionClasses.ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("dev.octet.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.octet.quantizer.., dev.octet.lowering..",
    "dev.octet.lowering.., dev.octet.quantizer..",
    "dev.octet.quantizer.x86.., dev.octet.quantizer.xpu..",
    "dev.octet.quantizer.xpu.., dev.octet.quantizer.x86..",
  })
  void neighboursShareOnlyTheGraph(String one, String other) {
    noClasses()
        .that()
        .resideInAPackage(one)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(other)
        .because("the quantized graph is the contract between them")
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "dev.octet.graph, graph",
    "dev.octet.graph.text, graph.text",
    "dev.octet.graph.text.more, graph.text",
    "dev.octet.export.pt2, export.pt2",
    "dev.octet.quantizer.xpu, quantizer.xpu",
  })
  void packageIsCoveredByTheLongestName(String packageName, String name) {
    assertThat(Flow.nameOf(packageName).orElseThrow()).isEqualTo(name);
  }

  @Test
  void strangePackageIsNotCovered() {
    assertThat(Flow.nameOf("dev.octet.graphics").isPresent()).isFalse();
  }

  private static DescribedPredicate<JavaClass> inLayer(String description, IntPredicate layer) {
    return describe(description, type -> Flow.layerOf(type).filter(layer::test).isPresent());
  }
}
