package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import org.junit.jupiter.api.Test;

/** The list of readers. */
final class OperatorsTest {
  @Test
  void readersAreOfOperatorsThatExist() {
    assertThat(Operators.names()).isNotEmpty();
    for (OpName name : Operators.names()) {
      assertThat(OpCatalog.standard().find(name)).isPresent();
      assertThat(Operators.know(name)).isTrue();
    }
    assertThat(Operators.know(OpName.parse("aten.sort.default"))).isFalse();
  }
}
