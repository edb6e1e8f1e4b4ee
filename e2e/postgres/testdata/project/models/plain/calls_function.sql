select {{ function('twice') }}(21) as answer
