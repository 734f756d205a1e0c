package dev.octet.report;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser. */
final class BrowserTest {
  @TempDir private Path folder;

  private Path page(ModelReport... models) {
    Path page = folder.resolve("report.html");
    Report.of(models).writeHtml(page);
    return page;
  }

  private Browser browser(int width, int height) throws IOException {
    return Browser.start(Files.createTempDirectory(folder, "profile"), width, height);
  }

  private static void assertQuiet(Browser browser, Path page) throws IOException {
    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests()).containsExactly(page.toRealPath().toUri().toString());
  }

  @Test
  void opensWithoutErrorsAndWithoutNetwork() throws IOException {
    try (Browser browser = browser(1280, 800)) {
      Path page = page(SampleNetwork.whole("sample"));

      browser.open(page);

      assertThat(browser.driver().getTitle()).isEqualTo("sample · Octet report");
      assertThat(browser.count("#sections > section")).isEqualTo(7);
      assertThat(browser.count("g.node")).isGreaterThan(8);
      assertThat(browser.count("g.node.f32")).isGreaterThan(0);
      assertThat(browser.count("#kernels tbody tr")).isGreaterThan(3);
      assertThat(browser.count("#errors circle")).isGreaterThan(3);
      assertQuiet(browser, page);
    }
  }

  @Test
  void zoomsAndShowsANode() throws IOException {
    try (Browser browser = browser(1280, 800)) {
      Path page = page(SampleNetwork.whole("sample"));
      browser.open(page);
      String transform = "document.querySelector('.canvas svg > g').getAttribute('transform')";
      Object before = browser.evaluate(transform);

      browser.driver().findElement(By.cssSelector("button[aria-label='Zoom in']")).click();
      assertThat(browser.evaluate(transform)).isNotEqualTo(before);

      WebElement canvas = browser.driver().findElement(By.cssSelector(".canvas svg"));
      Object zoomed = browser.evaluate(transform);
      canvas.sendKeys(Keys.ARROW_DOWN);
      assertThat(browser.evaluate(transform)).isNotEqualTo(zoomed);
      canvas.sendKeys("0");

      browser
          .driver()
          .findElement(By.cssSelector("g.node[data-name='conv2d_1'][data-kind='operator'] rect"))
          .click();
      String details = browser.driver().findElement(By.cssSelector(".details")).getText();
      assertThat(details).contains("aten.conv2d.default");
      assertThat(details).contains("inner");
      assertThat(details).contains("dB");
      assertThat(browser.count(".details svg.chart .kept")).isGreaterThan(10);
      assertQuiet(browser, page);
    }
  }

  @Test
  void theSearchActsOnGraphAndTables() throws IOException {
    try (Browser browser = browser(1280, 800)) {
      Path page = page(SampleNetwork.quantized("sample"));
      browser.open(page);
      long rows = browser.count("#nodes tbody tr");

      browser.driver().findElement(By.tagName("body")).sendKeys("/");
      browser.driver().switchTo().activeElement().sendKeys("sigmoid");

      assertThat(browser.count("g.node:not(.dim)")).isEqualTo(1);
      assertThat(browser.count("#nodes tbody tr")).isEqualTo(1);
      assertThat(browser.driver().findElement(By.id("filtered")).isDisplayed()).isTrue();
      browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
      assertThat(browser.driver().findElement(By.cssSelector(".details h3")).getText())
          .contains("%sigmoid");
      browser.driver().findElement(By.id("query")).sendKeys(Keys.ESCAPE);
      assertThat(browser.count("g.node.dim")).isEqualTo(0);
      assertThat(browser.count("#nodes tbody tr")).isEqualTo(rows);

      browser.driver().findElement(By.cssSelector("button[data-precision='int8']")).click();
      assertThat(browser.count("g.node.int8")).isGreaterThan(3);
      assertThat(browser.count("g.node.int8:not(.dim)")).isEqualTo(0);
      assertThat(browser.count("g.node.f32.dim")).isEqualTo(0);
      assertQuiet(browser, page);
    }
  }

  @Test
  void fitsAPhone() throws IOException {
    try (Browser browser = browser(390, 844)) {
      Path page = page(SampleNetwork.whole("sample"));

      browser.open(page);

      assertThat(browser.evaluate("window.innerWidth")).isEqualTo(390L);
      assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo(390L);
      assertQuiet(browser, page);
    }
  }

  @Test
  void namesOfAModelStayText() throws IOException {
    String evil = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>";
    try (Browser browser = browser(1280, 800)) {
      Path page = page(ModelReport.of(evil, SampleNetwork.renamed(evil)));

      browser.open(page);

      assertThat(browser.driver().getTitle()).isEqualTo(evil + " · Octet report");
      assertThat(browser.driver().findElement(By.tagName("h1")).getText()).isEqualTo(evil);
      assertThat(browser.count("img")).isEqualTo(0);
      assertThat(browser.count("script")).isEqualTo(3);
      assertQuiet(browser, page);
    }
  }

  @Test
  void showsOneOfSeveralModels() throws IOException {
    try (Browser browser = browser(1280, 800)) {
      Path page = page(SampleNetwork.whole("one"), ModelReport.of("two", SampleNetwork.program()));
      browser.open(page);

      List<WebElement> choices = browser.driver().findElements(By.cssSelector("#models option"));
      choices.get(1).click();

      assertThat(browser.driver().findElement(By.tagName("h1")).getText()).isEqualTo("two");
      assertThat(browser.driver().findElement(By.cssSelector(".notice")).getText())
          .contains("SQNR of each node");
      assertQuiet(browser, page);
    }
  }
}
