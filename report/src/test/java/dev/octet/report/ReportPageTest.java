package dev.octet.report;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReportPageTest {
  private static final String EVIL = "</script><script>alert('owned')</script><!--&\u2028";

  private static List<String> scripts(String page) {
    List<String> scripts = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?s)<script[^>]*>(.*?)</script").matcher(page);
    while (matcher.find()) {
      scripts.add(matcher.group(1));
    }
    return scripts;
  }

  @Test
  void namesOfAModelCannotBreakOut() throws IOException {
    String page = Report.of(ModelReport.of(EVIL, SampleNetwork.renamed(EVIL))).toHtml();

    List<String> scripts = scripts(page);
    assertWithMessage("data, library, own script").that(scripts).hasSize(3);
    assertThat(page).doesNotContain("<script>alert");
    assertThat(page).contains("<title>&lt;/script&gt;&lt;script&gt;alert(");
    JsonNode model = new ObjectMapper().readTree(scripts.getFirst()).get("models").get(0);
    assertThat(model.get("name").asText()).isEqualTo(EVIL);
    assertThat(model.get("nodes").get(0).get("name").asText()).startsWith(EVIL);
  }

  @Test
  void thePolicyAllowsTheseScriptsAndNothingElse() throws Exception {
    String page = Report.of(ModelReport.of("sample", SampleNetwork.program())).toHtml();

    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(page);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1)).startsWith("default-src 'none'");
    assertThat(policy.group(1)).doesNotContain("unsafe");
    for (String script : scripts(page).subList(1, 3)) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      assertThat(policy.group(1)).contains(Base64.getEncoder().encodeToString(digest));
    }
  }

  @Test
  void thePageRefersToNothingOutside() {
    String page = Report.of(ModelReport.of("sample", SampleNetwork.program())).toHtml();

    assertThat(page).doesNotContainMatch("(?i)<(link|img|iframe|object|embed|base)\\b");
    assertThat(page).doesNotContainMatch("(?i)<[^<>]*\\s(src|srcset|action)\\s*=");
    assertThat(page).doesNotContainMatch("(?i)(@import|url\\()");
  }

  @Test
  void theLicenceOfTheLibraryIsInThePage() {
    String page = Report.of(ModelReport.of("sample", SampleNetwork.program())).toHtml();

    assertThat(page).contains("Mike Bostock");
    assertThat(page).contains("Permission to use, copy, modify, and/or distribute this software");
  }

  @Test
  void whatIsFilledInIsNotLookedAtAgain() {
    assertThat(Template.fill("a {{x}} b {{y}}", part -> "{{" + part + part + "}}"))
        .isEqualTo("a {{xx}} b {{yy}}");
  }
}
