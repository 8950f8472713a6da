import CXCore
