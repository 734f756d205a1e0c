package dev.octet.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import org.junit.jupiter.api.Test;

/** Native code is called from packages made for it, and from no other. */
final class ForeignCallTest {

  @Test
  void onlyForeignPackagesLinkNativeCode() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..onednn..", "..lowering.device..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Linker.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(SymbolLookup.class)
        .because("a wrong signature ends the process without a message")
        .check(ProductionClasses.ALL);
  }
}
