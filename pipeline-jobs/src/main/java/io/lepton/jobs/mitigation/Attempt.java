package io.lepton.jobs.mitigation;

import io.lepton.config.Mitigate;
import io.lepton.config.Mitigate.Constraint;
import io.lepton.config.Mitigate.Method;
import io.lepton.config.yaml.Section;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One method with its settings.
 *
 * @param strength the bound, the penalty or the repair level; 0 where the method has none
 */
public record Attempt(Method method, Constraint constraint, double strength) {
    private static final double REDUCTION_BOUND = 0.005;
    private static final double REJECT_OPTION_BOUND = 0.025;
    private static final double PENALTY = 10;
    private static final double ALL = 1;

    /** What the pipeline file asks for; not of auto. */
    static Attempt of(Mitigate asked) {
        Method method = asked.method();
        Constraint constraint = constraint(method, asked.constraint().orElse(Constraint.EQUALIZED_ODDS));
        return new Attempt(
                method,
                constraint,
                asked.bound().or(asked::penalty).or(asked::repairLevel).orElse(usualStrength(method)));
    }

    /**
     * What auto tries, the cheap ones first: those after training cost no fit of the model, reweighing and repairs of features one, a
     * reduction some twenty.
     *
     * @param wanted what shall be alike; methods that cannot bring it about are tried for what they can
     */
    static List<Attempt> all(Constraint wanted) {
        List<Attempt> attempts = new ArrayList<>();
        attempts.add(usual(Method.THRESHOLD_OPTIMIZER, wanted));
        attempts.add(new Attempt(Method.THRESHOLD_OPTIMIZER, wanted, 0.01));
        attempts.add(usual(Method.REJECT_OPTION, wanted));
        attempts.add(usual(Method.REWEIGHING, wanted));
        attempts.add(usual(Method.DISPARATE_IMPACT_REMOVER, wanted));
        attempts.add(usual(Method.CORRELATION_REMOVER, wanted));
        attempts.add(usual(Method.FAIR_XGBOOST, wanted));
        attempts.add(usual(Method.EXPONENTIATED_GRADIENT, wanted));
        attempts.add(new Attempt(Method.EXPONENTIATED_GRADIENT, wanted, 0.02));
        attempts.add(usual(Method.GRID_SEARCH, wanted));
        attempts.add(usual(Method.EQUAL_OPPORTUNITY_TRANSFORM, wanted));
        attempts.add(usual(Method.CALIBRATED_ODDS, wanted));
        return attempts;
    }

    private static Attempt usual(Method method, Constraint wanted) {
        return new Attempt(method, constraint(method, wanted), usualStrength(method));
    }

    private static Constraint constraint(Method method, Constraint wanted) {
        Set<Constraint> possible = method.constraints();
        if (possible.contains(wanted)) {
            return wanted;
        }
        return possible.contains(Constraint.EQUALIZED_ODDS)
                ? Constraint.EQUALIZED_ODDS
                : possible.iterator().next();
    }

    private static double usualStrength(Method method) {
        return switch (method) {
            case EXPONENTIATED_GRADIENT -> REDUCTION_BOUND;
            case REJECT_OPTION -> REJECT_OPTION_BOUND;
            case FAIR_XGBOOST -> PENALTY;
            case DISPARATE_IMPACT_REMOVER, CORRELATION_REMOVER -> ALL;
            default -> 0;
        };
    }

    /** As the pipeline file has it. */
    String name() {
        return Section.word(method);
    }

    /** Every setting by its name in the pipeline file. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("constraint", Section.word(constraint));
        if (method.isBounded()) {
            settings.put("bound", plain(strength));
        } else if (method == Method.FAIR_XGBOOST) {
            settings.put("penalty", plain(strength));
        } else if (method.repairsFeatures()) {
            settings.put("repair-level", plain(strength));
        }
        return settings;
    }

    /** "exponentiated-gradient (constraint equalized-odds, bound 0.005)". */
    String inWords() {
        return name()
                + settings().entrySet().stream()
                        .map(setting -> setting.getKey() + " " + setting.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }
}
