package dev.weir.alerting.rules;

import dev.weir.alerting.window.Subject;
import dev.weir.schemas.SpenderKey;
import dev.weir.schemas.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whom a rule watches, each on its own. */
public sealed interface Scope {

    /** Whether a subject is watched. */
    boolean covers(Subject subject);

    /** View that the topology has to count; empty where it counts it anyway. */
    Optional<View> demandedView();

    /** Kind of spenders that the topology has to count; empty for calls. */
    Optional<SpenderKey.Kind> demandedSpenders();

    /** The one spender that is watched, in whatever environment; empty for calls, and where more than one can match. */
    Optional<SpenderKey.Named> namedSpender();

    /**
     * Calls by a view.
     *
     * @param view dimensions that are kept apart; the others are merged
     * @param matcher which of the view's keys
     */
    record Calls(View view, Matcher matcher) implements Scope {

        @Override
        public boolean covers(Subject subject) {
            return subject instanceof Subject.Series series
                    && series.key().view().equals(view)
                    && matcher.matches(series.key());
        }

        @Override
        public Optional<View> demandedView() {
            return view.isSeries() ? Optional.empty() : Optional.of(view);
        }

        @Override
        public Optional<SpenderKey.Kind> demandedSpenders() {
            return Optional.empty();
        }

        @Override
        public Optional<SpenderKey.Named> namedSpender() {
            return Optional.empty();
        }
    }

    /**
     * Spenders of a kind. The keys that stand for all spenders beyond the cardinality limit are nobody's and not watched.
     *
     * @param tenant absent: every tenant
     * @param environment absent: every environment, each with a budget of its own
     * @param spender absent: every spender
     */
    record Spenders(
            SpenderKey.Kind by,
            Matcher.@Nullable Text tenant,
            Matcher.@Nullable Text environment,
            Matcher.@Nullable Text spender)
            implements Scope {

        @Override
        public boolean covers(Subject subject) {
            return subject instanceof Subject.Spender watched
                    && watched.key().kind() == by
                    && !watched.key().isOther()
                    && Matcher.matches(tenant, watched.key().tenant())
                    && Matcher.matches(environment, watched.key().environment())
                    && Matcher.matches(spender, watched.key().name());
        }

        @Override
        public Optional<View> demandedView() {
            return Optional.empty();
        }

        @Override
        public Optional<SpenderKey.Kind> demandedSpenders() {
            return Optional.of(by);
        }

        @Override
        public Optional<SpenderKey.Named> namedSpender() {
            Matcher.Text name = by == SpenderKey.Kind.TENANT ? tenant : spender;
            return tenant instanceof Matcher.Exact owner && name instanceof Matcher.Exact exact
                    ? Optional.of(new SpenderKey.Named(owner.text(), by, exact.text()))
                    : Optional.empty();
        }
    }
}
