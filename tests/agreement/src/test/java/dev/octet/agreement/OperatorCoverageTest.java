package dev.octet.agreement;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.evaluate.kernel.KernelTable;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpSchema;
import dev.octet.op.infer.TypeInference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operator of the catalogue can be typed and evaluated. */
final class OperatorCoverageTest {
  @Test
  void everyOperatorHasATypeRule() {
    List<String> missing = new ArrayList<>();
    for (OpSchema schema : OpCatalog.standard().all()) {
      if (TypeInference.standard().find(schema.name()).isEmpty()) {
        missing.add(schema.name().toString());
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyOperatorHasAKernel() {
    List<String> missing = new ArrayList<>();
    for (OpSchema schema : OpCatalog.standard().all()) {
      if (KernelTable.standard().find(schema.name()).isEmpty()) {
        missing.add(schema.name().toString());
      }
    }
    assertThat(missing).isEmpty();
  }
}
