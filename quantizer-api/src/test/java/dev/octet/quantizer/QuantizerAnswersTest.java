package dev.octet.quantizer;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import org.junit.jupiter.api.Test;

final class QuantizerAnswersTest {
  private static final ExportedProgram PROGRAM =
      Networks.trace(new Net().forward(x -> x.relu()), 2);
  private static final Quantizer SILENT = SiteQuantizer.of((graph, into) -> {});

  @SuppressWarnings("NullAway") // the mistake that is tested
  private static final class Forgetful implements Quantizer {
    @Override
    public Annotations annotate(ExportedProgram program, Annotations earlier) {
      return null;
    }
  }

  @SuppressWarnings("NullAway") // the mistake that is tested
  private static final class Losing implements Quantizer {
    @Override
    public ExportedProgram transformForAnnotation(ExportedProgram program) {
      return null;
    }

    @Override
    public Annotations annotate(ExportedProgram program, Annotations earlier) {
      return earlier;
    }
  }

  private static void refused(Quantizer quantizer, String start) {
    AnnotationException error =
        assertThrows(AnnotationException.class, () -> Quantization.prepare(PROGRAM, quantizer));
    assertThat(error).hasMessageThat().startsWith(start);
  }

  @Test
  void nullNamesTheQuantizerThatGaveIt() {
    String annotations =
        "Forgetful (class dev.octet.quantizer.QuantizerAnswersTest$Forgetful) gave null from annotate";
    refused(new Forgetful(), annotations);
    refused(ComposableQuantizer.of(SILENT, new Forgetful()), annotations);
    String program =
        "Losing (class dev.octet.quantizer.QuantizerAnswersTest$Losing) gave null from"
            + " transformForAnnotation";
    refused(new Losing(), program);
    refused(ComposableQuantizer.of(SILENT, new Losing()), program);
  }
}
