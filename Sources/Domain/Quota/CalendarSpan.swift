/// A part of the calendar. A week begins on Monday.
public enum CalendarSpan: String, CaseIterable, Sendable { case hour, day, week, month }
