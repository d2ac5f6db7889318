package io.lepton.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.report.Fairness.Curves;
import io.lepton.report.Fairness.Disparity;
import io.lepton.report.Fairness.Gate;
import io.lepton.report.Fairness.Group;
import io.lepton.report.RunReport.Range;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FairnessPageTest {
    private static final Range UNKNOWN = new Range(Double.NaN, Double.NaN);
    private static final String HOSTILE = "<b>\"x\" & y</b>";

    @Test
    void isAPageOfItsOwnWhoseLinksLeadToExplanations() throws Exception {
        String html = page(hospital());

        Document page = parse(html);

        assertThat(html).contains("Scores of a clinic", "scores/clinic, version 3", "Only informs");
        List<String> ids = attributes(page.getElementsByTagName("dt"), "id");
        assertThat(attributes(page.getElementsByTagName("a"), "href"))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(ids).contains(link.substring(1)));
        assertThat(ids.stream().filter(id -> !id.isEmpty()))
                .as("each term is explained once")
                .doesNotHaveDuplicates();
        assertThat(html.split("<dl ", -1)).hasSize(2);
    }

    @Test
    void saysRatesAsPeopleSayThemWithIntervalsAndChance() {
        FairnessSentences say = new FairnessSentences(hospital());

        assertThat(say.treatment("sex"))
                .containsExactly(
                        "Of 100 people in “women”, 11 (10 to 12) are selected; of 100 in “men”, 26 (24 to 28)."
                                + " “women” is selected 0.42 times as often as “men”."
                                + " The groups differ by more than chance explains (p < 0.001 after correction for 42 comparisons).",
                        "Of 1,000 people in “men” who do not have the outcome, the model selects 4 by mistake; in “women”, 3."
                                + " Chance alone may explain the difference (p = 0.31).");
        assertThat(say.treatment("ward")).containsExactly("Too few groups of ward are large enough to be compared.");
        assertThat(say.unjudged())
                .satisfiesExactly(
                        small -> assertThat(small)
                                .contains("“north” (25)", "from 30 people on, and 30 with and 30 without the outcome"),
                        unknown -> assertThat(unknown)
                                .contains("“south”", "How often the model errs about them is not known well enough")
                                .doesNotContain("north"),
                        withheld -> assertThat(withheld).contains("“" + HOSTILE + "”", "fewer than 10 people"));
        assertThat(say.gates()).isEqualTo("Refused: 1 of 1 gates did not pass.");
        assertThat(say.furthest())
                .isEqualTo("No combination of attributes is known to be treated otherwise than everybody else.");
        assertThat(say.alike())
                .isEqualTo(
                        "People who are alike, by what the model sees, are decided alike in 94.3 % of cases (93.0 % to 95.0 %)."
                                + " That is known of a sample of 4,700 people, each beside the 5 who are most like them in it, themselves among these.");
        assertThat(say.slices()).isEqualTo("No part of the data stands out by its errors: 812 slices were looked at.");
    }

    @Test
    void quantitiesAreToldInTheirUnitAndHaveNoCurves() {
        Fairness days = new Fairness(
                "",
                List.of(),
                group(
                        "overall",
                        "all",
                        900,
                        true,
                        Map.of("mae", 2.5, "mean_residual", -.4, "mean_prediction", 6.0),
                        Map.of()),
                List.of(
                        group(
                                "sex",
                                "women",
                                400,
                                true,
                                Map.of("mae", 3.2, "mean_residual", .06),
                                Map.of("mae", new Range(3, 3.4))),
                        group("sex", "men", 500, true, Map.of("mae", 2.0, "mean_residual", -.91), Map.of())),
                List.of(
                        new Disparity("sex", "mae_difference", 1.2, UNKNOWN, Double.NaN, "women", "men"),
                        new Disparity("sex", "mean_residual_difference", .97, UNKNOWN, .0001, "men", "women")),
                1,
                List.of(),
                new Fairness.Judgement(30, 0, 10),
                Fairness.Unlabelled.NONE,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(new Fairness.Slices(
                        900, false, 2.5, 40, List.of(new Fairness.Slice("ward is north", 120, 4.2, 2.2, .001)))),
                Optional.empty(),
                Optional.empty());

        assertThat(new FairnessSentences(days).treatment("sex"))
                .containsExactly(
                        "The model is off by 3.200 (3.000 to 3.400) on average for people in “women”, 2.000 in “men”.",
                        "On average the model predicts 0.910 too much for people in “men”, and 0.060 too little in “women”."
                                + " The groups differ by more than chance explains (p < 0.001).");
        assertThat(new FairnessSentences(days).slices()).contains("off by 4.200 on average there, by 2.200 elsewhere");
        assertThat(page(days)).contains("MAE by sex").doesNotContain("ROC by");
    }

    @Test
    void ofSeveralClassesItIsToldHowOftenTheModelIsRight() {
        Map<String, Double> figures = Map.of(
                "accuracy",
                .84,
                "recall",
                .7,
                "false_positive_rate",
                .1,
                "selection_rate_of_0",
                .6,
                "selection_rate_of_1",
                .33);
        Fairness wards = new Fairness(
                "",
                List.of("egg", "bird"),
                group("overall", "all", 900, true, figures, Map.of()),
                List.of(
                        group("sex", "women", 400, true, figures, Map.of()),
                        group(
                                "sex",
                                "men",
                                500,
                                true,
                                Map.of("accuracy", .9, "selection_rate_of_0", .62, "selection_rate_of_1", .42),
                                Map.of())),
                List.of(
                        new Disparity("sex", "demographic_parity_difference", .09, UNKNOWN, .0001, "women", "men"),
                        new Disparity("sex", "accuracy_difference", .06, UNKNOWN, .01, "women", "men"),
                        new Disparity("sex", "false_positive_rate_difference", .1, UNKNOWN, .01, "women", "men")),
                1,
                List.of(),
                new Fairness.Judgement(30, 30, 10),
                Fairness.Unlabelled.NONE,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(new FairnessSentences(wards).treatment("sex"))
                .containsExactly(
                        "Of 100 people in “women”, 33 are predicted “bird”; of 100 in “men”, 42."
                                + " The groups differ by more than chance explains (p < 0.001).",
                        "Of 100 people in “women”, the model is right about 84; in “men”, about 90."
                                + " The groups differ by more than chance explains (p = 0.010).");
        assertThat(page(wards)).contains("Accuracy by sex").doesNotContain("with and", "What a search");
    }

    @Test
    void ofSeveralClassesEachIsDrawnAgainstTheOthers() throws Exception {
        Fairness wards = ofClasses(3, List.of("home", HOSTILE, "other"));

        List<FairnessView.ClassCharts> charts = new FairnessView(wards).classes("sex");

        assertThat(charts).extracting(FairnessView.ClassCharts::name).containsExactly("home", HOSTILE, "other");
        assertThat(charts.get(0).bars())
                .extracting(GroupBars::label)
                .containsExactly(
                        "Selection rate of home by sex: women 30.0 % (20.0 to 40.0), highest; men 20.0 %, lowest",
                        "Recall of home by sex: women 60.0 %, highest; men 50.0 %, lowest");
        assertThat(charts.get(0).curves()).isEmpty();
        assertThat(charts.get(1).curves())
                .extracting(CurveChart::label)
                .containsExactly(
                        "ROC of " + HOSTILE + " by sex: women: AUC 0.71",
                        "Calibration of " + HOSTILE + " by sex: women");
        assertThat(new FairnessView(wards).curves("sex")).isEmpty();
        parse(page(wards));
        assertThat(page(wards)).contains("Charts of each class by sex").doesNotContain("Drawn are the classes");
    }

    @Test
    void whoHasFewOfAClassIsNotComparedByIt() {
        Group few = new Group(
                "sex", "others", 40, false, true, Set.of("recall_of_1", "auc_of_1"), Map.of("recall", .5), Map.of());
        Fairness wards = ofClasses(3, List.of("egg", "jam", "rye"), few);

        assertThat(new FairnessSentences(wards).unjudged())
                .containsExactly(
                        "Too few people of a class, or of all others: “others”. By that class they are not compared, and no"
                                + " gate looks at it: that takes 30 of each.");
        assertThat(new FairnessView(wards).bars("sex"))
                .extracting(GroupBars::caption)
                .containsExactly(
                        "How many predictions are right.",
                        "On average over the classes. Of those who have the outcome, how many the model selects; also called true positive rate.");
    }

    @Test
    void figuresOfAClassBearItsName() {
        String page = page(ofClasses(3, List.of("egg", "jam", "rye")));

        assertThat(page).contains("<th scope=\"col\" class=\"n\">Selection rate of jam</th>");
        assertThat(new FairnessView(ofClasses(3, List.of())).name("group_recall_of_2"))
                .isEqualTo("Group recall of class 2");
        assertThat(new FairnessView(hospital()).name("recall_difference")).isEqualTo("Recall difference");
    }

    @Test
    void ofManyClassesThoseAreDrawnThatGroupsArePredictedMostUnequally() {
        Fairness wards = ofClasses(9, List.of());

        assertThat(new FairnessView(wards).classes("sex"))
                .extracting(FairnessView.ClassCharts::name)
                .containsExactly("class 0", "class 1", "class 2", "class 3", "class 4", "class 5");
        assertThat(page(wards)).contains("Drawn are the classes that groups are predicted most unequally.");
        assertThat(page(hospital())).doesNotContain("Charts of each class");
    }

    /** Women are predicted each class more often, the first by 10 of 100, later ones by less. */
    private static Fairness ofClasses(int count, List<String> names, Group... more) {
        Map<String, Double> women = new LinkedHashMap<>(Map.of("accuracy", .8, "recall", .6));
        Map<String, Double> men = new LinkedHashMap<>(Map.of("accuracy", .8, "recall", .5));
        for (int each = 0; each < count; each++) {
            women.put("selection_rate_of_" + each, .2 + .1 / (each + 1));
            men.put("selection_rate_of_" + each, .2);
            women.put("recall_of_" + each, .6);
            men.put("recall_of_" + each, .5);
            women.put("auc_of_" + each, .7 + each / 100.0);
        }
        List<Group> groups = new ArrayList<>(List.of(
                group("sex", "women", 400, true, women, Map.of("selection_rate_of_0", new Range(.2, .4))),
                group("sex", "men", 500, true, men, Map.of())));
        groups.addAll(List.of(more));
        return new Fairness(
                "",
                names,
                group("overall", "all", 900, true, women, Map.of()),
                groups,
                List.of(),
                1,
                List.of(),
                new Fairness.Judgement(30, 30, 10),
                Fairness.Unlabelled.NONE,
                List.of(),
                List.of(curves("1")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void chartsOfManyGroupsStaySmallAndMarkTheOutermost() {
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            groups.add(group(
                    "country",
                    "c" + i,
                    100,
                    true,
                    Map.of("selection_rate", .2 + i / 100.0),
                    Map.of("selection_rate", new Range(.1, .7))));
        }

        GroupBars chart = new GroupBars("country", "selection_rate", groups);

        assertThat(chart.bars()).hasSize(12);
        assertThat(chart.bars().get(0).mark()).isEqualTo("lowest");
        assertThat(chart.bars().get(11).mark()).isEqualTo("highest");
        assertThat(chart.caption()).contains("the other 28 groups are in the table");
        assertThat(chart.label()).contains("c0 20.0 % (10.0 to 70.0), lowest");
        assertThat(chart.ticks())
                .extracting(GroupBars.Tick::text)
                .startsWith("0 %")
                .endsWith("80 %");
    }

    private static String page(Fairness fairness) {
        return new FairnessPage("Scores of a clinic", "scores/clinic, version 3. Only informs.", fairness).html();
    }

    private static Fairness hospital() {
        Map<String, Double> women =
                Map.of("selection_rate", .11, "recall", .6, "false_positive_rate", .003, "auc", .81);
        Map<String, Double> men = Map.of(
                "selection_rate", .26, "recall", .6, "false_positive_rate", .004, "auc", .79, "consistency", .943);
        return new Fairness(
                "readmitted is yes",
                List.of(),
                group("overall", "all", 9_000, true, men, Map.of("consistency", new Range(.93, .95))),
                List.of(
                        group("sex", "women", 4_000, true, women, Map.of("selection_rate", new Range(.1, .12))),
                        group("sex", "men", 5_000, true, men, Map.of("selection_rate", new Range(.24, .28))),
                        group("ward", "north", 25, false, men, Map.of()),
                        new Group("ward", "south", 700, false, true, Set.of("recall"), men, Map.of()),
                        new Group("ward", HOSTILE, 10, true, false, Set.of(), Map.of(), Map.of()),
                        group("sex × ward", "women × south", 900, true, women, Map.of())),
                List.of(
                        new Disparity(
                                "sex", "demographic_parity_difference", .15, new Range(.13, .17), 1e-9, "women", "men"),
                        new Disparity("sex", "demographic_parity_ratio", .423, UNKNOWN, 1e-9, "women", "men"),
                        new Disparity("sex", "false_positive_rate_difference", .001, UNKNOWN, .31, "men", "women"),
                        new Disparity(
                                "ward", "demographic_parity_difference", Double.NaN, UNKNOWN, Double.NaN, "", "")),
                42,
                List.of(new Gate(
                        "demographic_parity_ratio", "sex", "at least 0.8", .423, false, "The ratio is 0.423.")),
                new Fairness.Judgement(30, 30, 10),
                Fairness.Unlabelled.NONE,
                List.of(new Fairness.Contrast(
                        "sex × ward", "women × south", "selection_rate", .11, .2, new Range(-.2, .01), .06)),
                List.of(curves("")),
                Optional.of(new Fairness.Consistency(4_700, 5)),
                Optional.of(new Fairness.Slices(9_000, true, .2, 812, List.of())),
                Optional.empty(),
                Optional.empty());
    }

    private static Curves curves(String ofClass) {
        return new Curves(
                "sex",
                "women",
                ofClass,
                List.of(0.0, 1.0),
                List.of(0.0, 1.0),
                List.of(.3),
                List.of(.3),
                List.of(new Range(.2, .4)));
    }

    private static Group group(
            String attributes,
            String name,
            long count,
            boolean judged,
            Map<String, Double> metrics,
            Map<String, Range> intervals) {
        return new Group(attributes, name, count, false, judged, Set.of(), new LinkedHashMap<>(metrics), intervals);
    }

    private static List<String> attributes(NodeList elements, String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < elements.getLength(); i++) {
            values.add(((Element) elements.item(i)).getAttribute(name));
        }
        return values;
    }

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.strip())));
    }
}
