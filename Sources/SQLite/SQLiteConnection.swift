import CSQLite
import SQLDatabase
