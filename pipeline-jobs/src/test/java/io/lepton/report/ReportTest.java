package io.lepton.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.report.Fairness.Disparity;
import io.lepton.report.Fairness.Gate;
import io.lepton.report.Fairness.Group;
import io.lepton.report.RunReport.Driver;
import io.lepton.report.RunReport.Expectation;
import io.lepton.report.RunReport.Lineage;
import io.lepton.report.RunReport.Model;
import io.lepton.report.RunReport.Privacy;
import io.lepton.report.RunReport.Range;
import io.lepton.report.RunReport.Stage;
import io.lepton.report.RunReport.Table;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {
    private static final String HOSTILE = "<script>alert('x')</script> & \"Other\" | *bold*";

    @Test
    void reportIsOneWellFormedPageThatLoadsNothing() throws Exception {
        String html = new ReportWriter().html(report(true));
        Files.writeString(Path.of("target/report.html"), html);

        Document page = parse(html);

        assertThat(page.getElementsByTagName("section").getLength()).isEqualTo(9);
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getElementsByTagName("link").getLength()).isZero();
        assertThat(page.getElementsByTagName("img").getLength()).isZero();
        assertThat(html.replace("href=\"#", "")).doesNotContain("src=", "href=", "url(", "@import");
        assertThat(html.replace("xmlns=\"http://www.w3.org/1999/xhtml\"", "")).doesNotContain("http:", "https:");
    }

    @Test
    void everyChartHasATextAndEveryTableHeaders() throws Exception {
        Document page = parse(new ReportWriter().html(report(true)));

        var charts = page.getElementsByTagName("svg");
        assertThat(charts.getLength()).isGreaterThanOrEqualTo(4);
        for (int i = 0; i < charts.getLength(); i++) {
            assertThat(charts.item(i).getAttributes().getNamedItem("aria-label").getTextContent())
                    .isNotBlank();
        }
        var tables = page.getElementsByTagName("table");
        for (int i = 0; i < tables.getLength(); i++) {
            var table = (org.w3c.dom.Element) tables.item(i);
            assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
            assertThat(table.getElementsByTagName("th").getLength()).isPositive();
        }
    }

    @Test
    void everyFigureIsOnTheReportAndOnBothCards() {
        RunReport report = report(true);
        ModelCard card = new ModelCard(report);

        for (String text : List.of(new ReportWriter().html(report), card.html(), card.markdown())) {
            assertThat(text)
                    .contains("32,561", "32,538", "0.927", "0.358", "0.196", "0.110", "0.342", "fewer than 10")
                    .contains("capital-gain", "0.051", "trusted/adult", "abc123", "v0.1.0", "42")
                    .contains("“Female” is selected 0.36 times as often as “Male”")
                    .contains("at least 4 others", "20.0 % at most", "92.7 % of the time");
        }
    }

    @Test
    void valuesCannotInjectMarkup() {
        RunReport report = report(true);
        ModelCard card = new ModelCard(report);

        assertThat(new ReportWriter().html(report)).contains("&lt;script&gt;").doesNotContain("<script");
        assertThat(card.html()).contains("&lt;script&gt;").doesNotContain("<script");
        assertThat(card.markdown()).contains("&lt;script&gt;", "\\| \\*bold\\*").doesNotContain("<script");
    }

    @Test
    void refusalIsToldInTheCardsAndBesideTheGate() throws Exception {
        String refused = new ReportWriter().html(report(false));
        String passed = new ReportWriter().html(report(true));

        assertThat(refused).contains("class=\"card bad\"", "Refused: 1 of 2 gates", ">refused<", "1 of 2 gates passed");
        assertThat(passed).doesNotContain("Refused", ">refused<").contains("All gates passed");
        assertThat(new ModelCard(report(false)).markdown()).contains("**Refused**", "| refused |");
        assertThat(new ModelCard(report(true)).markdown())
                .as("whether it is small, or tells how many a small one has, is not said")
                .containsPattern("\\(not judged\\) \\| withheld \\|");
        Files.writeString(Path.of("target/refused.html"), refused);
    }

    @Test
    void tellsWhoIsInTheDataAndWhatGivesThemAway() {
        String html = new ReportWriter().html(report(true));
        ModelCard card = new ModelCard(report(true));

        assertThat(html)
                .contains(
                        "The data: who is in it, and what gives people away",
                        "a sample of 198,211 of 400,000 rows",
                        "Rows by sex: Female 33.1 %",
                        "fewer than 10",
                        "Base rate by sex: Female 10.9 %",
                        "all 13 columns together")
                .doesNotContain("Rows by sex × race");
        assertThat(html.indexOf("gives away sex")).isLessThan(html.indexOf("<h2 id=\"models\""));
        assertThat(card.html()).contains("guessed for 77.4 % of people");
        assertThat(card.markdown()).contains("gives away sex: from it alone", "77.4 %");
    }

    @Test
    void drawsHowModelsLearned() {
        String html = new ReportWriter().html(report(true));

        assertThat(html)
                .contains(
                        "How the models learned",
                        "Lowest validation loss: 0.356 at step 22.",
                        "Loss of Neural-network by step; validation loss is lowest, 0.356, at step 22",
                        "No rows were held out.");
        // Two lines of the network, one of each other model, and the frontier of mitigations.
        assertThat(html.split("<polyline class=", -1)).hasSize(1 + 5);
    }

    @Test
    void tellsWhetherProbabilitiesComeTrue() {
        String html = new ReportWriter().html(report(true));
        String card = new ModelCard(report(true)).markdown();

        assertThat(html)
                .contains(
                        "predicted 93.0 %, observed 97.0 %",
                        "Expected calibration error: 0.012 (0.034 before its probabilities were mended).",
                        "probabilities of the outcome,",
                        "1 rules, of which each row meets one");
        assertThat(card).contains("Expected calibration error on test rows: 0.012, and 0.034 before");
        assertThat(List.of(html, card))
                .allMatch(text -> text.contains("As trained: 60 trees. As registered: 21 trees."));
    }

    @Test
    void tellsWhatWasTriedToBeFairerAndDrawsWhatItCosts() throws Exception {
        String html = new ReportWriter().html(report(true));
        String card = new ModelCard(report(true)).markdown();

        assertThat(parse(html)).isNotNull();
        assertThat(html)
                .contains(
                        "2 ways to treat groups of sex more alike were compared on 7,326 training rows",
                        "Of those that lose at most 1.3 points of accuracy, exponentiated-gradient was the fairest.",
                        "accuracy went from 85.3 % to 84.3 %, and the equalized odds difference of sex from 0.093 to 0.019"
                                + " (95 % interval 0.004 to 0.060).",
                        "Rows that are scored need not tell sex",
                        "aria-label=\"Accuracy against unfairness. 1, the model as it is: accuracy 85.3 %, unfairness 0.095; 2,",
                        "another try is better in both",
                        "failed: broke",
                        "not tried: &lt;")
                .doesNotContain(HOSTILE);
        assertThat(new ModelCard(report(true)).html()).contains("Making it fairer");
        assertThat(card)
                .contains(
                        "| exponentiated-gradient (bound 0.005) (chosen) | 84.3 % | 0.021 | 0.011 to 0.032 | on the frontier |");
    }

    @Test
    void anEmptyRunIsReportedAsSuch() throws Exception {
        RunReport empty = new RunReport(
                "t",
                "r",
                Instant.EPOCH,
                "",
                "binary",
                "auc",
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                new Lineage("", List.of(), "", "", 0, ""),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());

        String html = new ReportWriter().html(empty);

        parse(html);
        assertThat(html)
                .contains(
                        "No stage has been recorded",
                        "No model was trained",
                        "No audit has been made",
                        "no protection was asked for");
        assertThat(new ModelCard(empty).markdown()).contains("Not audited");
    }

    private static Document parse(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html.strip())));
    }

    private static RunReport report(boolean passed) {
        Map<String, Double> loss = new LinkedHashMap<>();
        loss.put("age", .12);
        loss.put("workclass", .05);
        loss.put("native-country", .412);
        List<Group> groups = List.of(
                group("sex", "Female", 2662, true, .085, .92, .62),
                group("sex", "Male", 5470, true, .262, .84, .66),
                group("race", "White", 6950, true, .21, .87, .65),
                group("race", "Black", 790, true, .11, .92, .6),
                group("race", "Amer-Indian-Eskimo", 21, false, .12, .9, .5),
                new Group("race", HOSTILE, 10, true, false, Set.of(), Map.of(), Map.of()),
                group("sex × race", "Female × White", 2100, true, .09, .92, .62),
                group("sex × race", "Male × Black", 410, true, .15, .88, .6));
        List<Disparity> disparities = List.of(
                disparity("sex", "demographic_parity_difference", .196276, "Female", "Male"),
                disparity("sex", "demographic_parity_ratio", .3580225, "Female", "Male"),
                disparity("sex", "equalized_odds_difference", .0815, "Male", "Female"),
                disparity("race", "demographic_parity_ratio", .524, "Black", "White"),
                disparity("race", "equalized_odds_difference", .11, "Black", "White"),
                disparity("sex × race", "equalized_odds_difference", .342, "Male × Black", "Female × White"));
        List<Gate> gates = List.of(
                new Gate(
                        "equalized_odds_difference",
                        "sex",
                        passed ? "at most 0.2" : "at most 0.05",
                        .0815,
                        passed,
                        "equalized_odds_difference of sex ('Male' against 'Female') is 0.0815."),
                new Gate("auc", "overall", "at least 0.85", .927, true, "auc of all rows is 0.927."));
        return new RunReport(
                "adult-income",
                "2026-11-24T02-21-57",
                Instant.parse("2026-11-24T02:22:00Z"),
                "Estimates whether a person earns more than 50,000 dollars a year (census of 1994).",
                "binary",
                "auc",
                List.of(
                        new Stage("ingest", "done", 32561, 32538, 23, 4.2),
                        new Stage("anonymize", "done", 32538, 32538, 0, 9.8),
                        new Stage("features", "done", 32538, 32538, 0, 11.5),
                        new Stage("train", "done", 24404, 24404, 0, 95),
                        new Stage("score", "done", 8134, 8134, 0, 3.1),
                        new Stage("audit", passed ? "done" : "refused", 8134, 8134, 0, 2)),
                List.of(
                        new Expectation("age", "age between 17 and 100", "QUARANTINE", 0, 0, .01, true),
                        new Expectation(
                                "hours", "`hours-per-week` between 1 and 99", "QUARANTINE", 23, .0007, .01, true)),
                Optional.of(new Privacy(
                        List.of("fnlwgt was dropped", "education was dropped"),
                        List.of("age", "workclass", "native-country"),
                        5,
                        true,
                        32538,
                        0,
                        2810,
                        5,
                        1,
                        .2,
                        loss,
                        List.of(
                                new RunReport.Risk("Highest chance to find a person", 1, .2),
                                new RunReport.Risk("Rows that stand alone", .31, 0)),
                        List.of(new RunReport.Crowd(5, 9, 26000, .8), new RunReport.Crowd(10, 19, 6538, .2)),
                        List.of("Among people who look alike there are at least 3 values of 'illness'."))),
                List.of(
                        new Model(
                                "stacking",
                                true,
                                Map.of("auc", .9261, "accuracy", .872),
                                Map.of("auc", .927, "accuracy", .873, "f1", .714)),
                        new Model(
                                "xgboost",
                                false,
                                Map.of("auc", .9254, "accuracy", .871),
                                Map.of("auc", .926, "accuracy", .872, "f1", .711)),
                        new Model("neural_network", false, Map.of("auc", .905), Map.of())),
                List.of(
                        curve("neural-network", 40, step -> .31 + .4 / step, step -> .32 + .4 / step + step * .0008),
                        curve("xgboost", 1000, step -> Double.NaN, step -> .28 + .4 * Math.exp(-step / 90.0)),
                        curve(HOSTILE, 3, step -> 2600.0 - step, step -> Double.NaN)),
                Optional.of(new RunReport.Calibration(
                        true,
                        List.of(
                                new RunReport.ReliabilityBin(6000, .04, .05),
                                new RunReport.ReliabilityBin(1400, .45, .4),
                                new RunReport.ReliabilityBin(734, .93, .97)),
                        .0117,
                        .0342)),
                List.of("Where age > 29.5 and sex is " + HOSTILE + ": income is >50K for 81.0 % of 530 rows."),
                Optional.of(fairness(groups, disparities, gates)),
                List.of(
                        new Driver("capital-gain", .0512),
                        new Driver("marital-status", .0467),
                        new Driver("age", .021),
                        new Driver("sex", .0008)),
                new Lineage(
                        "adult-income/v1",
                        List.of(
                                new Table("raw/adult", 0, "read by anonymize"),
                                new Table("trusted/adult", 3, "read by features, score")),
                        "abc123",
                        "v0.1.0",
                        42,
                        "deploy/pipelines/adult.yaml"),
                List.of("Census of 1994: not for decisions about people today."),
                Optional.of(dataAudit()),
                Optional.of(mitigation()),
                List.of("As trained: 60 trees.", "As registered: 21 trees."));
    }

    @ParameterizedTest
    @CsvSource({
        "disparate-impact-remover, numbers of each group moved towards those that people of the same rank have",
        "correlation-remover, features of each group shifted"
    })
    void tellsThatFeaturesAreRepairedByTheGroupOfEachRow(String method, String how) {
        Mitigation mitigation = new Mitigation(
                method,
                "sex",
                "demographic_parity_difference",
                method,
                "repair-level 1",
                true,
                Optional.empty(),
                Optional.empty(),
                Double.NaN,
                0,
                List.of());

        assertThat(String.join(" ", new MitigationPage(mitigation).sentences()))
                .contains(how, "the group itself is no feature.", "Every row that is scored must tell sex");
    }

    private static Mitigation mitigation() {
        return new Mitigation(
                "auto",
                "sex",
                "equalized_odds_difference",
                "exponentiated-gradient",
                "bound 0.005",
                false,
                Optional.of(new Mitigation.Outcome(.8526, .0927, .05, .13)),
                Optional.of(new Mitigation.Outcome(.8432, .0189, .004, .06)),
                .013,
                7326,
                List.of(
                        tried("none", "", .8531, .0951, false, true),
                        tried("reweighing", "", .8402, .104, false, false),
                        tried("exponentiated-gradient", "bound 0.005", .8428, .021, true, true),
                        new Mitigation.Try(
                                "threshold-optimizer", "bound 0", Optional.empty(), HOSTILE, 0, false, false),
                        new Mitigation.Try("grid-search", "", Optional.empty(), "broke", 3, false, false)));
    }

    private static Mitigation.Try tried(
            String method, String settings, double accuracy, double unfairness, boolean chosen, boolean onFrontier) {
        return new Mitigation.Try(
                method,
                settings,
                Optional.of(new Mitigation.Outcome(accuracy, unfairness, unfairness / 2, unfairness * 1.5)),
                "",
                4.2,
                chosen,
                onFrontier);
    }

    static Fairness fairness(List<Group> groups, List<Disparity> disparities, List<Gate> gates) {
        return new Fairness(
                "income is >50K",
                List.of(),
                group("overall", "all", 8134, true, .204, .87, .65),
                groups,
                disparities,
                42,
                gates,
                new Fairness.Judgement(30, 30, 10),
                Fairness.Unlabelled.NONE,
                List.of(
                        new Fairness.Contrast(
                                "sex × race",
                                "Female × White",
                                "selection_rate",
                                .09,
                                .25,
                                new Range(-.18, -.14),
                                1e-9),
                        new Fairness.Contrast(
                                "sex × race", "Male × Black", "recall", .6, .65, new Range(-.12, .02), .21)),
                List.of(
                        new Fairness.Curves(
                                "sex",
                                "Female",
                                "",
                                List.of(0.0, .1, 1.0),
                                List.of(0.0, .8, 1.0),
                                List.of(.05, .4),
                                List.of(.06, .38),
                                List.of(new Range(.05, .07), new Range(.3, .46))),
                        new Fairness.Curves(
                                "sex",
                                "Male",
                                "",
                                List.of(0.0, .2, 1.0),
                                List.of(0.0, .7, 1.0),
                                List.of(),
                                List.of(),
                                List.of())),
                Optional.of(new Fairness.Consistency(4_700, 5)),
                Optional.of(new Fairness.Slices(
                        8134,
                        true,
                        .13,
                        1_312,
                        List.of(new Fairness.Slice("age ≤ 25 and workclass = " + HOSTILE, 412, .31, .12, 1e-7)))),
                Optional.of(new Fairness.Challenger(
                        HOSTILE + "/7", .031, .0123, group("overall", "all", 8134, true, .201, .874, .66), gates)),
                Optional.empty());
    }

    private static Disparity disparity(String attributes, String metric, double value, String worst, String best) {
        return new Disparity(attributes, metric, value, new Range(value * .9, value * 1.1), 1e-5, worst, best);
    }

    private static RunReport.DataAudit dataAudit() {
        Range unknown = new Range(Double.NaN, Double.NaN);
        return new RunReport.DataAudit(
                400_000,
                198_211,
                List.of(
                        new RunReport.GroupShare(
                                "sex",
                                "Female",
                                65_000,
                                false,
                                true,
                                .331,
                                new Range(.329, .333),
                                .109,
                                new Range(.107, .111)),
                        new RunReport.GroupShare(
                                "sex", HOSTILE, 10, true, false, Double.NaN, unknown, Double.NaN, unknown),
                        new RunReport.GroupShare(
                                "sex × race",
                                "Female × White",
                                50_000,
                                false,
                                true,
                                .25,
                                new Range(.24, .26),
                                .11,
                                unknown)),
                List.of(new RunReport.Proxy("sex", HOSTILE, .43, 1e-9, .865, .774, .669)),
                List.of(new RunReport.Predictability("sex", 13, .935)),
                List.of("'" + HOSTILE
                        + "' gives away sex: from it alone, the right group is guessed for 77.4 % of people."));
    }

    private static RunReport.Curve curve(
            String model, int steps, IntToDoubleFunction training, IntToDoubleFunction validation) {
        return new RunReport.Curve(
                model,
                "all rows",
                IntStream.rangeClosed(1, steps)
                        .mapToObj(step -> new RunReport.CurveStep(
                                step, training.applyAsDouble(step), validation.applyAsDouble(step)))
                        .toList());
    }

    private static Group group(
            String attributes,
            String name,
            long count,
            boolean judged,
            double selection,
            double accuracy,
            double recall) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("selection_rate", selection);
        metrics.put("accuracy", accuracy);
        metrics.put("precision", .71);
        metrics.put("recall", recall);
        metrics.put("false_positive_rate", .06);
        metrics.put("false_negative_rate", 1 - recall);
        metrics.put("auc", .92);
        metrics.put("base_rate", .24);
        Map<String, Range> intervals = Map.of("selection_rate", new Range(selection * .8, selection * 1.2));
        return new Group(attributes, name, count, false, judged, Set.of(), metrics, intervals);
    }
}
