package io.lepton.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code train.mitigate} may ask for is told before any work is done. */
class MitigationRulesTest {

    @Test
    void oneWordIsEnoughWhereOneAttributeIsProtected() {
        Mitigate asked = asking("reweighing")
                .with("audit: {protected-attributes: [sex]}")
                .pipeline()
                .train()
                .mitigate()
                .orElseThrow();

        assertThat(asked.method()).isEqualTo(Mitigate.Method.REWEIGHING);
        assertThat(asked.attribute()).isEmpty();
        assertThat(new PipelineText(PipelineText.minimal().yaml())
                        .pipeline()
                        .train()
                        .mitigate())
                .isEqualTo(Optional.empty());
    }

    @Test
    void aMethodThatReadsTheAttributeAtScoringNeedsLeave() {
        assertThat(problems("threshold-optimizer", "audit: {protected-attributes: [sex]}"))
                .containsExactly(
                        "7: train.mitigate.method: threshold-optimizer treats people by their protected attribute"
                                + " when it scores them, which score.allow-protected-attributes forbids unless it is true: in many"
                                + " places the law does. Choose a method that needs the attribute in training only (reweighing,"
                                + " exponentiated-gradient, grid-search, fair-xgboost), or allow it");
        assertThat(problems(
                        "threshold-optimizer",
                        "audit: {protected-attributes: [sex]}\nscore: {allow-protected-attributes: true}"))
                .isEmpty();
        assertThat(problems("auto", "audit: {protected-attributes: [sex]}"))
                .as("auto leaves such methods out")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"disparate-impact-remover", "correlation-remover"})
    void repairsOfFeaturesNeedLeaveAndOneModelThatIsNotChangedAfterThem(String method) {
        String allowed = "audit: {protected-attributes: [sex]}\nscore: {allow-protected-attributes: true}\n";

        assertThat(problems("{method: " + method + ", repair-level: 0.8}", allowed))
                .isEmpty();
        assertThat(problems(method, "audit: {protected-attributes: [sex]}"))
                .singleElement()
                .asString()
                .contains(method + " treats people by their protected attribute when it scores them");
        assertThat(problems("{method: " + method + ", constraint: equalized-odds}", allowed))
                .singleElement()
                .asString()
                .contains("cannot bring about equalized-odds, only demographic-parity");
        assertThat(problems(method, allowed + "register: {compress: {}}"))
                .singleElement()
                .asString()
                .contains("register.compress would measure the model on features that are not repaired");
        assertThat(problems(method + "\n  calibration: platt", allowed))
                .singleElement()
                .asString()
                .contains("trains one model anew, and train.calibration would mend the scores of the one before");
        assertThat(problems(method + "\n  models: {xgboost: {categories: native}}", allowed))
                .hasSize(method.equals("correlation-remover") ? 1 : 0)
                .allSatisfy(problem -> assertThat(problem)
                        .contains("shifts each category's feature, and xgboost reads whole columns of categories;"
                                + " set train.models.xgboost.categories to one-hot"));
    }

    @Test
    void theAttributeIsOneThatTheAuditCompares() {
        assertThat(problems("reweighing", ""))
                .containsExactly("7: train.mitigate: nobody can be treated more alike: name the attribute in"
                        + " audit.protected-attributes");
        assertThat(problems("reweighing", "audit: {protected-attributes: [sex, race]}"))
                .containsExactly("7: train.mitigate: name the attribute: one of sex, race");
        assertThat(problems("{method: reweighing, attribute: rac}", "audit: {protected-attributes: [sex, race]}"))
                .containsExactly("7: train.mitigate.attribute: 'rac' is none of audit.protected-attributes (sex, race)."
                        + " Did you mean 'race'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{method: reweighing, bound: 0.1} | bound: has no meaning for reweighing",
                "{method: reweighing, penalty: 1} | penalty: has no meaning for reweighing",
                "{method: reweighing, repair-level: 0.5} | repair-level: has no meaning for reweighing",
                "{method: grid-search, tries: 3} | tries: has no meaning for grid-search",
                "{method: exponentiated-gradient, bound: 0} | bound: exponentiated-gradient needs a bound above 0",
                "{method: reweighing, constraint: equalized-odds} | constraint: reweighing cannot bring about equalized-odds, only demographic-parity",
                "{method: reweighing, constraint: error-parity} | constraint: reweighing cannot bring about error-parity, only demographic-parity",
                "{method: fair-xgboost}, models: {linear: } | method: fair-xgboost is a kind of xgboost",
                "{method: fair-xgboost}, models: {xgboost: {early-stopping: 5}} | method: fair-xgboost knows neither",
                "{method: reweighing}, calibration: beta | method: reweighing trains one model anew, and train.calibration would undo",
                "{method: reweighing}, models: {linear: , xgboost: }, ensemble: voting | method: reweighing trains one model anew, and train.ensemble would join"
            })
    void optionsThatDoNotGoTogetherAreRefusedWithAReason(String mitigate, String problem) {
        List<String> found = new PipelineText(PipelineText.minimal()
                                .yaml()
                                .replace(
                                        "train:\n  label: income\n",
                                        "train: {label: income, mitigate: " + mitigate + "}\n")
                        + "audit: {protected-attributes: [sex]}\n")
                .problems();

        assertThat(found).singleElement().asString().contains("train.mitigate." + problem);
    }

    @Test
    void whereTheMethodDecidesNothingElseMay() {
        assertThat(problems(
                        "exponentiated-gradient",
                        "audit: {protected-attributes: [sex], threshold: 0.3}\nscore: {select: {top: 5}}\n"
                                + "register: {compress: {}}"))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("score.select would decide anew"))
                .anySatisfy(problem -> assertThat(problem).contains("audit.threshold would decide anew"))
                .anySatisfy(problem -> assertThat(problem).contains("register.compress would change the model"));
    }

    @Test
    void onlyDecisionsBetweenTwoClassesCanBeMitigated() {
        assertThat(new PipelineText(asking("reweighing").yaml()
                                + "  task: regression\naudit: {protected-attributes: [sex]}\n")
                        .problems())
                .containsExactly("7: train.mitigate: only decisions between two classes can be mitigated; train.task is"
                        + " regression");
    }

    private static List<String> problems(String mitigate, String sections) {
        return asking(mitigate).with(sections).problems();
    }

    private static PipelineText asking(String mitigate) {
        return PipelineText.minimal().with("  mitigate: " + mitigate);
    }
}
