"""What questions are called: the answer to a decision goes by the name of that decision."""

_ANSWER = ".answer"


def answer_id(decision: str) -> str:
    """Return the id of the question that answers a decision."""
    return decision + _ANSWER


def decision_id(question: str) -> str:
    """Return the id of the decision that a question is, or answers."""
    return question.removesuffix(_ANSWER)


def is_answer(question: str) -> bool:
    """Return whether a question is the answer to a decision."""
    return question.endswith(_ANSWER)
