package dev.weir.app.command;

import dev.weir.topology.call.CallView;
import dev.weir.topology.price.Price;
import dev.weir.topology.price.PriceExplanation;
import dev.weir.topology.price.PriceExplanation.Arithmetic;
import dev.weir.topology.price.PriceExplanation.Candidate;
import dev.weir.topology.price.PriceExplanation.Part;
import dev.weir.topology.price.ReportedCost;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The arithmetic of one call as lines for people. */
final class ExplanationText {

    private final PrintWriter out;

    ExplanationText(PrintWriter out) {
        this.out = out;
    }

    /** Who was called, and when. */
    void call(int number, CallView call, long endMicros) {
        out.println("event " + number + ": provider " + known(call.provider()) + ", response model "
                + known(call.responseModel()) + ", request model " + known(call.requestModel()) + ", service tier "
                + known(call.serviceTier()) + ", region " + known(call.inferenceRegion()));
        out.println("  priced as of its end, " + Instant.EPOCH.plus(endMicros, ChronoUnit.MICROS));
    }

    private static String known(@Nullable String text) {
        return text == null ? "-" : text;
    }

    void explanation(PriceExplanation explained) {
        explained.candidates().forEach(this::candidate);
        Arithmetic arithmetic = explained.arithmetic();
        if (arithmetic != null && explained.price() instanceof Price.Priced priced) {
            tier(arithmetic, priced);
            arithmetic.parts().forEach(this::part);
            out.println("  sum " + arithmetic.usd().toPlainString() + " USD, rounded half-even once to "
                    + priced.nanoUsd() + " nano-USD = " + usd(priced.nanoUsd()) + " USD (" + priced.priceId() + ")");
        } else if (explained.price() instanceof Price.Unpriced unpriced) {
            unpriced("unpriced: " + unpriced.reason().wireName());
        }
    }

    private void candidate(Candidate candidate) {
        out.println("  " + candidate.list() + " has " + candidate.model() + ", "
                + candidate.match().name().toLowerCase(Locale.ROOT) + " match of the "
                + candidate.source().name().toLowerCase(Locale.ROOT) + " model: "
                + (candidate.priceId() == null ? "no price at that time" : candidate.priceId())
                + (candidate.hours() == null ? "" : ", which holds at " + candidate.hours()));
    }

    private void tier(Arithmetic arithmetic, Price.Priced priced) {
        out.println("  tier " + priced.serviceTier().name().toLowerCase(Locale.ROOT) + ", "
                + arithmetic.inputTokens() + " input tokens in all: "
                + (priced.contextAbove() == 0
                        ? "base rates"
                        : "rates above " + priced.contextAbove() + " tokens, for all of them")
                + (priced.region() == null
                        ? ""
                        : ", times " + arithmetic.factor().toPlainString() + " for region " + priced.region()));
    }

    private void part(Part part) {
        out.println(String.format(
                Locale.ROOT,
                "  %-15s %12d x %s = %s USD%s",
                part.kind(),
                part.units(),
                part.usdEach().toPlainString(),
                part.usd().toPlainString(),
                part.chargedAs().equals(part.kind()) ? "" : " (charged as " + part.chargedAs() + ")"));
    }

    void unpriced(String why) {
        out.println("  " + why + ": no cost, which is not 0");
    }

    /** The producer's own figure, where there is one. */
    void reported(long nanoUsd) {
        if (nanoUsd != ReportedCost.NONE) {
            out.println("  the producer reports " + usd(nanoUsd) + " USD, which is kept beside it");
        }
    }

    private static String usd(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, 9).toPlainString();
    }
}
