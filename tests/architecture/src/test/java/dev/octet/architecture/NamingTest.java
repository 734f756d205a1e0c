package dev.octet.architecture;

import static com.google.common.truth.Truth.assertThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names say what a thing is; drawers for everything have no name that does. */
final class NamingTest {
  private static final String DRAWER = "(Util|Helper|Common|Misc)s?";

  private static final ArchRule NO_DRAWER_CLASSES =
      noClasses().should().haveNameMatching(".*" + DRAWER).because("a helper lives with its noun");

  private static final ArchRule NO_DRAWER_PACKAGES =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..helper..", "..helpers..", "..common..", "..misc..")
          .because("a package is named for what flows through it");

  @Test
  void noClassIsADrawer() {
    NO_DRAWER_CLASSES.check(ProductionClasses.ALL);
  }

  @Test
  void noPackageIsADrawer() {
    NO_DRAWER_PACKAGES.check(ProductionClasses.ALL);
  }

  @ParameterizedTest
  @ValueSource(classes = {GraphUtil.class, GraphUtils.class, ShapeHelper.class})
  void drawerIsFound(Class<?> drawer) {
    var found = NO_DRAWER_CLASSES.evaluate(new ClassFileImporter().importClasses(drawer));
    assertThat(found.hasViolation()).isTrue();
  }

  @Test
  void exceptionsAreOfOneFamily() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo("dev.octet.tensor.OctetException")
        .because("a caller tells what a user can mend from a defect by the type")
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  private static final class GraphUtil {}

  private static final class GraphUtils {}

  private static final class ShapeHelper {}
}
